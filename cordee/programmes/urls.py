"""Addresses of this domain, under /programmes/."""

from django.urls import path

from cordee.programmes import views
from cordee.programmes.drafts import versions, writing
from cordee.programmes.drafts import views as drafts

DRAFT = "brouillons/<uuid:pk>"
LINE = f"{DRAFT}/<slug:part>/<int:position>"
CONDITION = f"{LINE}/conditions/<int:rank>"

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("charger", views.load_programme, name="load_programme"),
    path("nouveau", drafts.new_programme, name="new_programme"),
    path(DRAFT, drafts.draft_page, name="draft"),
    path(f"{DRAFT}/definition.toml", drafts.draft_source, name="draft_source"),
    path(f"{DRAFT}/mettre-de-cote", drafts.discard, name="draft_discard"),
    path(f"{DRAFT}/reprendre", drafts.resume, name="draft_resume"),
    path(f"{DRAFT}/mettre-en-vigueur", drafts.in_force, name="draft_in_force"),
    path(f"{DRAFT}/<slug:part>", writing.part_page, name="draft_part"),
    path(f"{DRAFT}/<slug:part>/ajouter", writing.add, name="draft_add"),
    path(LINE, writing.item, name="draft_item"),
    path(f"{LINE}/deplacer", writing.move, name="draft_move"),
    path(f"{LINE}/retirer", writing.remove, name="draft_remove"),
    path(f"{LINE}/conditions/ajouter", writing.add, name="draft_add_condition"),
    path(CONDITION, writing.item, name="draft_item_condition"),
    path(f"{CONDITION}/deplacer", writing.move, name="draft_move_condition"),
    path(f"{CONDITION}/retirer", writing.remove, name="draft_remove_condition"),
    path("versions/<uuid:pk>/retirer", versions.withdraw, name="version_withdraw"),
    path("<slug:code>", views.programme_page, name="programme"),
    path("<slug:code>/preparer", drafts.prepare_version, name="prepare_version"),
    path("<slug:code>/versions", versions.versions_page, name="programme_versions"),
    path("<slug:code>/ouverture", versions.activity, name="programme_activity"),
    path("<slug:code>/definition.toml", views.programme_source, name="programme_source"),
]
