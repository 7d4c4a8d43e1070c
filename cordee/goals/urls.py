"""Addresses of a person's project, under /personnes/."""

from django.urls import path

from cordee.goals import goal_views, hour_views, review_views, step_views, views

GOAL = "<uuid:pk>/projet/<slug:part>/<uuid:goal_id>"
STEP = f"{GOAL}/etapes/<uuid:step_id>"

urlpatterns = [
    path("<uuid:pk>/projet", views.project, name="person_project"),
    path("<uuid:pk>/mon-projet", views.own_page, name="own_project"),
    path("<uuid:pk>/mon-projet/papier", views.own_paper, name="own_paper"),
    path("<uuid:pk>/projet/frein", goal_views.from_barrier, name="goal_from_barrier"),
    path("<uuid:pk>/projet/mots/<slug:kind>", views.write, name="write_project"),
    path("<uuid:pk>/projet/reserve/<slug:part>", views.project_part, name="project_part"),
    path("<uuid:pk>/projet/nouveau/<uuid:pathway_id>", goal_views.new_goal, name="new_goal"),
    path("<uuid:pk>/projet/bilan/<uuid:pathway_id>", review_views.review, name="review_goals"),
    path("<uuid:pk>/projet/bilan/<uuid:pathway_id>/<slug:part>", review_views.review, name="review_part"),
    path("<uuid:pk>/projet/orientation/<uuid:pathway_id>", review_views.foresee, name="foresee_orientation"),
    path(GOAL, goal_views.goal, name="goal"),
    path(f"{GOAL}/modifier", goal_views.change_goal, name="change_goal"),
    path(f"{GOAL}/retirer", goal_views.withdraw_goal, name="withdraw_goal"),
    path(f"{GOAL}/reprendre", goal_views.reopen_goal, name="reopen_goal"),
    path(f"{GOAL}/etape", step_views.new_step, name="new_step"),
    path(STEP, step_views.change_step, name="change_step"),
    path(f"{STEP}/heures", hour_views.step_hours, name="step_hours"),
    path(f"{STEP}/avancer", step_views.move_step, name="move_step"),
    path(f"{STEP}/revenir/<slug:move>", step_views.undo_step, name="undo_step"),
    path(f"{STEP}/retirer", step_views.withdraw_step, name="withdraw_step"),
]
