"""Addresses of a person's relays and exchanges, under /personnes/."""

from django.urls import path

from cordee.relays import exchange_views, sending_views, views

RELAY = "<uuid:pk>/relais/<uuid:relay_id>"
EXCHANGE = "<uuid:pk>/echanges/<uuid:exchange_id>"

urlpatterns = [
    path("<uuid:pk>/relais", views.person_relays, name="person_relays"),
    path("<uuid:pk>/relais/nouveau", views.new_relay, name="new_relay"),
    path(RELAY, views.relay, name="relay"),
    path(f"{RELAY}/modifier", views.change_relay, name="change_relay"),
    path(f"{RELAY}/envoyer", sending_views.send, name="send_relay"),
    path(f"{RELAY}/refus", sending_views.decline, name="decline_relay"),
    path(f"{RELAY}/reprendre", sending_views.prepare_again, name="prepare_relay_again"),
    path(f"{RELAY}/reponse", sending_views.note_answer, name="note_relay_answer"),
    path(f"{RELAY}/complement", sending_views.complete, name="complete_relay"),
    path(f"{RELAY}/retirer", sending_views.withdraw, name="withdraw_relay"),
    path(f"{RELAY}/clore", sending_views.expire, name="expire_relay"),
    path(f"{RELAY}/papier", sending_views.paper, name="relay_paper"),
    path("<uuid:pk>/echanges/nouveau", exchange_views.new_exchange, name="new_exchange"),
    path(EXCHANGE, exchange_views.exchange, name="exchange"),
    path(f"{EXCHANGE}/modifier", exchange_views.change_exchange, name="change_exchange"),
    path(f"{EXCHANGE}/suites/<uuid:task_id>", exchange_views.do_task, name="do_exchange_task"),
    path(f"{EXCHANGE}/retirer", exchange_views.withdraw_exchange, name="withdraw_exchange"),
]
