"""Addresses of a person's situation, under /personnes/."""

from django.urls import path

from cordee.assessments import views

urlpatterns = [
    path("<uuid:pk>/situation", views.situation, name="person_situation"),
    path("<uuid:pk>/situation/<slug:theme>", views.theme, name="situation_theme"),
    path("<uuid:pk>/situation/<slug:theme>/modifier", views.change, name="change_situation"),
]
