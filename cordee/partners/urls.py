"""Addresses of the directory, under /partenaires/."""

from django.urls import path

from cordee.partners import counting_views, exchange_views, helping_views, part_views, views

urlpatterns = [
    path("", views.partners, name="partners"),
    path("aide", helping_views.find_help, name="find_help"),
    path("chiffres", counting_views.counts, name="partner_counts"),
    path("echanges", exchange_views.exchanges, name="partner_exchanges"),
    path("echanges/<slug:kind>.<slug:file_format>", exchange_views.taken_out, name="partners_taken_out"),
    path("nouveau", views.new_partner, name="new_partner"),
    path("<uuid:pk>", views.partner, name="partner"),
    path("<uuid:pk>/modifier", views.change_partner, name="change_partner"),
    path("<uuid:pk>/fermer", views.close_partner, name="close_partner"),
    path("<uuid:pk>/rouvrir", views.reopen_partner, name="reopen_partner"),
    path("<uuid:pk>/contacts", part_views.note_contact, name="note_partner_contact"),
    path(
        "<uuid:pk>/contacts/<uuid:contact_id>/retirer",
        part_views.withdraw_contact,
        name="withdraw_partner_contact",
    ),
    path("<uuid:pk>/referents/nouveau", part_views.new_referent, name="new_partner_referent"),
    path(
        "<uuid:pk>/referents/<uuid:referent_id>", part_views.change_referent, name="change_partner_referent"
    ),
    path("<uuid:pk>/referents/<uuid:referent_id>/fin", part_views.end_referent, name="end_partner_referent"),
    path("<uuid:pk>/conventions/nouvelle", part_views.new_agreement, name="new_partner_agreement"),
    path(
        "<uuid:pk>/conventions/<uuid:agreement_id>",
        part_views.change_agreement,
        name="change_partner_agreement",
    ),
    path(
        "<uuid:pk>/conventions/<uuid:agreement_id>/fin",
        part_views.end_agreement,
        name="end_partner_agreement",
    ),
    path("<uuid:pk>/lieux/nouveau", part_views.new_site, name="new_partner_site"),
    path("<uuid:pk>/lieux/<uuid:site_id>", part_views.change_site, name="change_partner_site"),
    path("<uuid:pk>/services/nouveau", part_views.new_service, name="new_partner_service"),
    path("<uuid:pk>/services/<uuid:service_id>", part_views.change_service, name="change_partner_service"),
    path("<uuid:pk>/services/<uuid:service_id>/fin", part_views.end_service, name="end_partner_service"),
]
