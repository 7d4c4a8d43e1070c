"""Addresses of pathways, under /parcours/; those of a person's own pages, under /personnes/."""

from django.urls import path

from cordee.pathways import version_views, views
from cordee.pathways.gestures import KINDS

urlpatterns = [
    path("<uuid:pk>", views.pathway, name="pathway"),
    *(path(f"<uuid:pk>/{kind.code}", views.gesture_view(kind), name=kind.url_name) for kind in KINDS),
    path("versions/<slug:code>", version_views.change_version, name="change_version"),
    path("versions/<uuid:pk>/annuler", version_views.give_back, name="give_version_back"),
    path("places/<uuid:pk>/fin", views.end_place, name="circle_end"),
]
of_person = [
    path("<uuid:pk>/parcours", views.pathways_of, name="person_pathways"),
    path("<uuid:pk>/parcours/nouveau", views.open_pathway, name="open_pathway"),
    path("<uuid:pk>/entourage", views.circle, name="person_circle"),
]
