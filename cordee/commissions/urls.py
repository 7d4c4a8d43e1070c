"""Addresses of the commission room, under /commissions/; links without an account, under /seance/."""

from django.urls import path

from cordee.commissions import board_views, item_views, line_views, link_views, session_views, sitting_views
from cordee.commissions.minutes.urls import urlpatterns as minutes
from cordee.commissions.news.urls import urlpatterns as news
from cordee.commissions.papers.urls import urlpatterns as papers

ONE = "seances/<uuid:pk>"
ITEM = f"{ONE}/situations/<uuid:item>"

urlpatterns = [
    path("", board_views.commissions, name="commissions"),
    path("nouvelle", board_views.new_board, name="new_board"),
    path("depuis-un-dispositif", board_views.board_from_programme, name="board_from_programme"),
    path("colleges/<uuid:pk>/oter", board_views.close_seat, name="close_seat"),
    path("colleges/<uuid:pk>/membre", board_views.new_holder, name="new_holder"),
    path("membres/<uuid:pk>", board_views.holder, name="holder"),
    path("attente/<uuid:pk>", line_views.line, name="line"),
    path("attente/<uuid:pk>/confirmer", line_views.confirm, name="confirm_line"),
    path("attente/<uuid:pk>/proposer", line_views.offer, name="offer_place"),
    path("attente/<uuid:pk>/reponse", line_views.answer, name="answer_offer"),
    path(ONE, sitting_views.sitting, name="sitting"),
    path(f"{ONE}/attente", sitting_views.offers, name="sitting_offers"),
    path(f"{ONE}/ajouter", sitting_views.add_item, name="add_item"),
    path(f"{ONE}/changer", sitting_views.change_sitting, name="change_sitting"),
    path(f"{ONE}/convoquer", sitting_views.convene, name="convene_sitting"),
    path(f"{ONE}/annuler", sitting_views.cancel_sitting, name="cancel_sitting"),
    path(f"{ONE}/reponses/<uuid:call>", sitting_views.note_answer, name="note_answer"),
    path(f"{ONE}/ouvrir", session_views.open_sitting, name="open_sitting"),
    path(f"{ONE}/clore", session_views.close_sitting, name="close_sitting"),
    path(f"{ONE}/rouvrir", session_views.reopen_sitting, name="reopen_sitting"),
    path(f"{ONE}/seance", session_views.session, name="session"),
    path(f"{ONE}/presences", session_views.note_presences, name="note_presences"),
    path(ITEM, item_views.item, name="item"),
    path(f"{ITEM}/preparer", item_views.change_item, name="change_item"),
    path(f"{ITEM}/inviter", item_views.invite_guest, name="invite_guest"),
    path(f"{ITEM}/invites/<uuid:guest>/retirer", item_views.remove_guest, name="remove_guest"),
    path(f"{ITEM}/decider", session_views.decide, name="decide"),
    path(f"{ITEM}/reprendre", session_views.undo_decision, name="undo_decision"),
    path(f"{ITEM}/deport", session_views.withdraw_holder, name="withdraw_holder"),
    path(f"{ITEM}/deport/<uuid:gone>/annuler", session_views.undo_withdrawal, name="undo_withdrawal"),
    path(f"{ITEM}/place", sitting_views.move_item, name="move_item"),
    path(f"{ITEM}/oter", sitting_views.take_off, name="take_off_item"),
    path(f"{ITEM}/remettre", sitting_views.put_back, name="put_back_item"),
    path("<uuid:pk>", board_views.board, name="board"),
    path("<uuid:pk>/modifier", board_views.change_board, name="change_board"),
    path("<uuid:pk>/fermer", board_views.close_board, name="close_board"),
    path("<uuid:pk>/colleges", board_views.add_seat, name="add_seat"),
    path("<uuid:pk>/seances", board_views.plan_sitting, name="plan_sitting"),
    *minutes,
    *news,
    *papers,
]
by_link = [
    path("convocation/<str:token>", link_views.convocation, name="convocation"),
    path("invitation/<str:token>", link_views.guest, name="guest"),
]
