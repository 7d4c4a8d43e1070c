"""Addresses of a person's diagnoses, under /personnes/."""

from django.urls import path

from cordee.assessments.diagnosis import views

ONE = "<uuid:pk>/diagnostic/<uuid:diagnosis_id>"

urlpatterns = [
    path("<uuid:pk>/diagnostic", views.diagnoses, name="person_diagnosis"),
    path("<uuid:pk>/diagnostic/commencer", views.begin, name="begin_diagnosis"),
    path(ONE, views.diagnosis, name="diagnosis"),
    path(f"{ONE}/clore", views.close, name="close_diagnosis"),
    path(f"{ONE}/rouvrir", views.reopen, name="reopen_diagnosis"),
    path(f"{ONE}/<slug:part>", views.diagnosis_part, name="diagnosis_part"),
]
