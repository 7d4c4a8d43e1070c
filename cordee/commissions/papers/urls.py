"""Addresses of the papers of a sitting, under those of the commissions."""

from django.urls import path

from cordee.commissions.papers import sheet_views

ONE = "seances/<uuid:pk>"
ITEM = f"{ONE}/situations/<uuid:item>"

urlpatterns = [
    path(f"{ITEM}/fiche", sheet_views.sheet, name="sitting_sheet"),
    path(f"{ITEM}/fiche.pdf", sheet_views.sheet_pdf, name="sitting_sheet_pdf"),
    path(f"{ONE}/fiches.pdf", sheet_views.sheets_pdf, name="sitting_sheets_pdf"),
]
