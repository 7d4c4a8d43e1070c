"""Addresses of orientations, under /orientations/."""

from django.urls import path

from cordee.referrals import desk, paper_views, views

urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("nouvelle", views.new_referral, name="new_referral"),
    path("permanence", desk.walk_in, name="walk_in"),
    path("attente", desk.waiting_list, name="waiting_list"),
    path("provenance", desk.origins, name="origins"),
    path("<uuid:pk>", views.referral, name="referral"),
    path("<uuid:pk>/completer", views.change_referral, name="change_referral"),
    path("<uuid:pk>/reponse", views.answer, name="referral_answer"),
    path("<uuid:pk>/nouvelles", views.news, name="referral_news"),
    path("<uuid:pk>/accueillir", views.welcome, name="welcome"),
    path("<uuid:pk>/documents", paper_views.add_papers, name="add_referral_papers"),
    path("<uuid:pk>/documents/<uuid:paper_id>", paper_views.save_paper, name="referral_paper"),
    path(
        "<uuid:pk>/documents/<uuid:paper_id>/retirer", paper_views.remove_paper, name="remove_referral_paper"
    ),
    path(
        "<uuid:pk>/documents/<uuid:paper_id>/reprendre",
        paper_views.bring_paper_back,
        name="referral_paper_back",
    ),
]
