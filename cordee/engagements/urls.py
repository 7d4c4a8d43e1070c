"""Addresses of contracts: of a person, under /personnes/; of the house, under /contrats."""

from django.urls import path

from cordee.engagements import gesture_views, listing, signing_views, views

ONE = "<uuid:pk>/contrats/<uuid:contract_id>"

urlpatterns = [
    path("<uuid:pk>/contrats", views.contracts, name="person_contracts"),
    path("<uuid:pk>/contrats/commencer", views.begin, name="begin_contract"),
    path("<uuid:pk>/contrats/ancien", views.record_old, name="record_old_contract"),
    path(ONE, views.contract, name="contract"),
    path(f"{ONE}/ecrire", views.write, name="write_contract"),
    path(f"{ONE}/proposer", gesture_views.propose, name="propose_contract"),
    path(f"{ONE}/reprendre", gesture_views.take_back, name="take_back_contract"),
    path(f"{ONE}/abandonner", gesture_views.drop, name="drop_contract"),
    path(f"{ONE}/avenant", gesture_views.amend, name="amend_contract"),
    path(f"{ONE}/point", gesture_views.review, name="review_contract"),
    path(f"{ONE}/terminer", gesture_views.end, name="end_contract"),
    path(f"{ONE}/reexamen", gesture_views.note_lane_review, name="note_lane_review"),
    path(f"{ONE}/prolonger", gesture_views.extend_lane, name="extend_lane"),
    path(f"{ONE}/signer", signing_views.sign, name="sign_contract"),
    path(f"{ONE}/signer/structure", signing_views.sign_house, name="sign_contract_house"),
    path(f"{ONE}/texte/<int:number>", signing_views.contract_pdf, name="contract_pdf"),
]

of_house = [path("contrats", listing.contract_list, name="contract_list")]
