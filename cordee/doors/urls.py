"""Addresses of the doors: /accueil/ for anybody, /reglages/page-publique for the coordination."""

from django.urls import path

from cordee.doors import public, refer, sent, setting_up, tracking

urlpatterns = [
    path("accueil/<slug:code>", public.front, name="front"),
    path("accueil/<slug:code>/courriel", public.show_email, name="front_email"),
    path("accueil/<slug:code>/aide", public.ask, name="ask_for_help"),
    path("accueil/<slug:code>/merci", public.thanks, name="front_thanks"),
    path("accueil/<slug:code>/orienter", refer.refer, name="refer"),
    path("accueil/<slug:code>/messagerie", refer.look_at_mail, name="look_at_mail"),
    path("confirmation/<str:token>", refer.confirm, name="confirm_arrival"),
    path("suivi/<str:token>", tracking.follow, name="follow"),
    path("suivi/<str:token>/code", tracking.code, name="follow_code"),
    path("suivi/<str:token>/lien", tracking.send_link, name="follow_link"),
    path("suivi/<str:token>/papiers", tracking.add_papers, name="follow_papers"),
    path("suivi/<str:token>/retirer", tracking.withdraw, name="follow_withdraw"),
    path("orientations/envoyees", sent.sent, name="sent_referrals"),
    path("orientations/envoyees/nouvelle", sent.send, name="send_referral"),
    path("orientations/envoyees/<uuid:pk>", sent.sending, name="sending"),
    path("orientations/<uuid:pk>/suivi/arreter", sent.stop_sharing, name="stop_sharing"),
    path("reglages/page-publique", setting_up.change_page, name="public_page"),
    path("reglages/page-publique/apercu", setting_up.preview, name="public_page_preview"),
]
