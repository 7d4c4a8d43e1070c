"""Addresses of orientations, under /orientations/."""

from django.urls import path

from cordee.referrals import views

urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("nouvelle", views.new_referral, name="new_referral"),
    path("<uuid:pk>", views.referral, name="referral"),
    path("<uuid:pk>/completer", views.change_referral, name="change_referral"),
    path("<uuid:pk>/reponse", views.answer, name="referral_answer"),
    path("<uuid:pk>/accueillir", views.welcome, name="welcome"),
]
