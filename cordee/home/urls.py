"""Addresses of the pages that assemble the domains."""

from django.urls import path

from cordee.home import background_views, list_views, views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("personnes/echeances/<uuid:pk>/fait", views.deadline_done, name="deadline_done"),
    path("personnes/", list_views.people, name="people"),
    path("personnes/<uuid:pk>", views.person, name="person"),
    path("personnes/<uuid:pk>/fil", views.thread, name="thread"),
    path("reglages/travail-de-fond", background_views.background, name="background"),
    path("reglages/travail-de-fond/<int:number>", background_views.try_again, name="background_again"),
    path("recherche", list_views.search, name="search"),
]
