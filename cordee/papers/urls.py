"""Addresses of papers, under /personnes/; of what is said of them in the settings, under /reglages/."""

from django.urls import path

from cordee.papers import house, views

ONE = "<uuid:pk>/documents/<slug:sector>/<uuid:paper_id>"

urlpatterns = [
    path("<uuid:pk>/documents", views.papers, name="person_papers"),
    path(ONE, views.save_paper, name="paper"),
    path(f"{ONE}/modifier", views.change_paper, name="change_paper"),
    path(f"{ONE}/remplacer", views.replace_paper, name="replace_paper"),
    path(f"{ONE}/retirer", views.remove_paper, name="remove_paper"),
    path(f"{ONE}/reprendre", views.bring_paper_back, name="paper_back"),
]

of_house = [path("documents", house.files_settings, name="files_settings")]
