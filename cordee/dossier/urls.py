"""Addresses of the thread."""

from django.urls import path

from cordee.dossier import views

urlpatterns = [
    path("<uuid:pk>/contact", views.contact, name="contact"),
    path("<uuid:pk>/note", views.note, name="new_note"),
    path("<uuid:pk>/notes/<slug:sector>/<uuid:note_id>", views.read_note, name="note"),
    path("<uuid:pk>/notes/<slug:sector>/<uuid:note_id>/modifier", views.edit_note, name="edit_note"),
    path("echeances/<uuid:pk>/reporter", views.postpone, name="deadline_postpone"),
    path("echeances/<uuid:pk>/reprendre", views.bring_back, name="deadline_back"),
]
