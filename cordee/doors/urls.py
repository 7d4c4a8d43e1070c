"""Addresses of the doors: /accueil/ for anybody, /reglages/page-publique for the coordination."""

from django.urls import path

from cordee.doors import public, sent, setting_up

urlpatterns = [
    path("accueil/<slug:code>", public.front, name="front"),
    path("accueil/<slug:code>/courriel", public.show_email, name="front_email"),
    path("accueil/<slug:code>/aide", public.ask, name="ask_for_help"),
    path("accueil/<slug:code>/merci", public.thanks, name="front_thanks"),
    path("orientations/envoyees", sent.sent, name="sent_referrals"),
    path("orientations/envoyees/nouvelle", sent.send, name="send_referral"),
    path("orientations/envoyees/<uuid:pk>", sent.sending, name="sending"),
    path("reglages/page-publique", setting_up.change_page, name="public_page"),
    path("reglages/page-publique/apercu", setting_up.preview, name="public_page_preview"),
]
