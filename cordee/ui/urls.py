"""Addresses of the interface's own pages."""

from django.urls import path

from cordee.ui import views

urlpatterns = [
    path("galerie", views.gallery, name="gallery"),
    path("apparence", views.theme, name="theme"),
    path("encore-la", views.still_here, name="still_here"),
]
