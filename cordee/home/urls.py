"""Addresses of the pages that assemble the domains."""

from django.urls import path

from cordee.home import views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("personnes/", views.people, name="people"),
    path("personnes/<uuid:pk>", views.person, name="person"),
    path("personnes/<uuid:pk>/fil", views.thread, name="thread"),
    path("recherche", views.search, name="search"),
]
