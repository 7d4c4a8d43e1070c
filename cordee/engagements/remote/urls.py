"""Addresses of links: of a contract, under /personnes/; the pages behind them, under /lien/,
which says nothing to whoever reads it over a shoulder.
"""

from django.urls import path

from cordee.engagements.remote import public, views

ONE = "<uuid:pk>/contrats/<uuid:contract_id>"

urlpatterns = [
    path(f"{ONE}/lien", views.give, name="give_signing_link"),
    path(f"{ONE}/lien/<uuid:link_id>/reprendre", views.withdraw, name="withdraw_signing_link"),
]

of_anybody = [
    path("lien/<str:token>", public.sign_link, name="sign_link"),
    path("lien/<str:token>/naissance", public.prove, name="sign_link_prove"),
    path("lien/<str:token>/signer", public.sign, name="sign_link_sign"),
    path("lien/<str:token>/parler", public.talk, name="sign_link_talk"),
    path("lien/<str:token>/texte", public.copy, name="sign_link_copy"),
    path("lien/<str:token>/quitter", public.leave, name="sign_link_leave"),
]
