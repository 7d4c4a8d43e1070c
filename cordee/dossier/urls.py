"""Addresses of the thread."""

from django.urls import path

from cordee.dossier import message_views, views, wording

urlpatterns = [
    path("<uuid:pk>/messages", message_views.of_person, name="person_messages"),
    path("<uuid:pk>/messages/ecrire", message_views.write, name="write_message"),
    path("<uuid:pk>/messages/<uuid:message_id>", message_views.read, name="message"),
    path("<uuid:pk>/messages/<uuid:message_id>/reprendre", message_views.take_back, name="message_back"),
    path("<uuid:pk>/contact", views.contact, name="contact"),
    path("<uuid:pk>/note", views.note, name="new_note"),
    path("<uuid:pk>/notes/<slug:sector>/<uuid:note_id>", views.read_note, name="note"),
    path("<uuid:pk>/notes/<slug:sector>/<uuid:note_id>/modifier", views.edit_note, name="edit_note"),
    path("echeances/<uuid:pk>/reporter", views.postpone, name="deadline_postpone"),
    path("echeances/<uuid:pk>/reprendre", views.bring_back, name="deadline_back"),
]

# Of the house, not of one person.
of_house = [
    path("", message_views.sendings, name="sendings"),
    path("textes", wording.house_texts, name="house_texts"),
    path("<uuid:message_id>/parti", message_views.settle_sent, name="sending_sent"),
    path("<uuid:message_id>/renvoyer", message_views.settle_again, name="sending_again"),
]
