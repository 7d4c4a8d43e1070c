"""Addresses of appointments: /agenda/, /rendez-vous/, under /personnes/, the feed."""

from django.urls import path

from cordee.appointments import feed_views, gesture_views, hour_views, views

urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/nouveau", views.book_for, name="book_for"),
    path("rendez-vous/<uuid:pk>", views.appointment, name="appointment"),
    path("rendez-vous/<uuid:pk>/changer", gesture_views.move, name="move_appointment"),
    path("rendez-vous/<uuid:pk>/issue", gesture_views.settle, name="settle_appointment"),
    path("rendez-vous/<uuid:pk>/a-qualifier", gesture_views.reopen, name="reopen_appointment"),
    path("reglages/rendez-vous", hour_views.settings, name="appointment_settings"),
    path("compte/calendrier", feed_views.own, name="calendar_feed"),
    path("compte/calendrier/arreter", feed_views.stop, name="calendar_feed_stop"),
    path("calendrier/<str:token>.ics", feed_views.read, name="calendar_read"),
]
of_person = [
    path("<uuid:pk>/rendez-vous", views.of_person, name="person_appointments"),
    path("<uuid:pk>/heures", hour_views.hours, name="person_hours"),
    path("<uuid:pk>/rendez-vous/nouveau", gesture_views.book, name="book_appointment"),
]
