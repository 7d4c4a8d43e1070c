"""Addresses of the minutes of a sitting, under those of the commissions."""

from django.urls import path

from cordee.commissions.minutes import views

ONE = "seances/<uuid:pk>"
ITEM = f"{ONE}/situations/<uuid:item>"

urlpatterns = [
    path(f"{ONE}/compte-rendu", views.minutes, name="minutes"),
    path(f"{ONE}/compte-rendu.pdf", views.minutes_pdf, name="minutes_pdf"),
    path(f"{ONE}/compte-rendu/mots", views.write_minutes, name="write_minutes"),
    path(f"{ONE}/compte-rendu/approuver", views.approve_minutes, name="approve_minutes"),
    path(f"{ONE}/compte-rendu/corriger", views.correct_minutes, name="correct_minutes"),
    path(f"{ITEM}/compte-rendu", views.write_minutes_entry, name="write_minutes_entry"),
    path(f"{ITEM}/compte-rendu/corriger", views.correct_minutes_entry, name="correct_minutes_entry"),
]
