"""Addresses of a person's own file."""

from django.urls import path

from cordee.people import views

urlpatterns = [
    path("nouvelle", views.new_person, name="new_person"),
    path("ressemblances", views.alike, name="alike"),
    path("brouillons/<slug:form>", views.draft, name="draft"),
    path("<uuid:pk>/brouillons/<slug:form>", views.draft, name="person_draft"),
    path("<uuid:pk>/identite", views.identity, name="person_identity"),
    path("<uuid:pk>/coordonnees/<uuid:contact>/retirer", views.end_contact, name="end_contact"),
    path("<uuid:pk>/coordonnees/<uuid:contact>/remettre", views.restore_contact, name="restore_contact"),
    path("<uuid:pk>/acces", views.access, name="person_access"),
]
