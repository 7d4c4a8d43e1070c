"""Addresses of imports and exports."""

from django.urls import path

from cordee.spreadsheets import export_views, views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("importer/<slug:kind>", views.new_import, name="new_import"),
    path("modeles/<slug:kind>.xlsx", views.template_file, name="import_template"),
    path("exemples/<slug:kind>.xlsx", views.example_file, name="import_example"),
    path("exporter/<slug:liste>/<slug:file_format>", export_views.export, name="export"),
    path("fichiers/<uuid:pk>", export_views.export_run, name="export_run"),
    path("fichiers/<uuid:pk>/avancement", export_views.export_progress, name="export_progress"),
    path("fichiers/<uuid:pk>/telecharger", export_views.export_file, name="export_file"),
    path("fichiers/<uuid:pk>/effacer", export_views.export_drop, name="export_drop"),
    path("<uuid:pk>", views.one_import, name="import"),
    path("<uuid:pk>/avancement", views.import_progress, name="import_progress"),
    path("<uuid:pk>/feuille", views.choose_sheet, name="import_sheet"),
    path("<uuid:pk>/essai", views.examine, name="import_examine"),
    path("<uuid:pk>/lignes/<int:number>", views.decide, name="import_decide"),
    path("<uuid:pk>/ressemblances", views.decide_alike, name="import_decide_alike"),
    path("<uuid:pk>/importer", views.apply, name="import_apply"),
    path("<uuid:pk>/annuler", views.undo, name="import_undo"),
    path("<uuid:pk>/abandonner", views.drop, name="import_drop"),
]
