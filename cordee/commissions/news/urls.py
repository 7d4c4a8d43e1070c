"""Addresses of what follows a sitting, under those of the commissions."""

from django.urls import path

from cordee.commissions.news import views

ONE = "seances/<uuid:pk>"

urlpatterns = [
    path(f"{ONE}/prevenir", views.news, name="news"),
    path(f"{ONE}/prevenir/lettres", views.letters, name="news_letters"),
    path(f"{ONE}/prevenir/annuler", views.undo_all_news, name="undo_all_news"),
    path(f"{ONE}/situations/<uuid:item>/prevenir/annuler", views.undo_news, name="undo_news"),
]
