"""Addresses of facts and of the record of attendance, under /personnes/."""

from django.urls import path

from cordee.engagements.breach import views

ONE = "<uuid:pk>/contrats/<uuid:contract_id>"

urlpatterns = [
    path(f"{ONE}/faits", views.note, name="note_breach"),
    path(f"{ONE}/assiduite", views.attendance, name="attendance"),
    path(f"{ONE}/assiduite/pdf", views.attendance_pdf, name="attendance_pdf"),
    path("<uuid:pk>/faits/<uuid:breach_id>", views.breach, name="breach"),
    path("<uuid:pk>/faits/<uuid:breach_id>/<slug:slug>", views.gesture, name="breach_gesture"),
]
