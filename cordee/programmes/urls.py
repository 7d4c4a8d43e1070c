"""Addresses of this domain, under /programmes/."""

from django.urls import path

from cordee.programmes import views

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("charger", views.load_programme, name="load_programme"),
    path("<slug:code>", views.programme_page, name="programme"),
    path("<slug:code>/definition.toml", views.programme_source, name="programme_source"),
]
