"""Addresses of relays: the house's list, the partner's door."""

from django.urls import path

from cordee.relays import door, listing

urlpatterns = [
    path("relais", listing.relays, name="relays"),
    path("relais/chiffres", listing.figures, name="relay_figures"),
    path("relais/orienter", listing.orient, name="orient"),
    path("partage/<str:token>", door.shared, name="shared_relay"),
    path("partage/<str:token>/code", door.code, name="shared_code"),
    path("partage/<str:token>/reponse", door.answer, name="shared_answer"),
    path("partage/<str:token>/papiers/<int:place>", door.paper, name="shared_paper"),
]
