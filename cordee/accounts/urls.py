"""Addresses of accounts. Of allauth, only the pages kept; of the demonstration, only in a demonstration."""

from django.conf import settings
from django.urls import URLPattern, path

from cordee.accounts import pages
from cordee.accounts.views import departure, house, joining, profile, signing, team

pages.declare()


def demo_addresses() -> list[URLPattern]:
    """Elsewhere the view is not even imported."""
    if not settings.DEMO:
        return []
    from cordee.accounts.views.demo import demo

    return [path("demo", demo, name="demo")]


urlpatterns = [
    path("connexion", signing.SignIn.as_view(), name="account_login"),
    path("connexion/code", signing.Code.as_view(), name="mfa_authenticate"),
    path("connexion/compte-ferme", signing.Inactive.as_view(), name="account_inactive"),
    path("deconnexion", signing.sign_out, name="account_logout"),
    path("veille", signing.unlock, name="unlock"),
    path("mettre-de-cote", signing.set_aside, name="set_aside"),
    path("invitation/<str:token>", joining.invitation, name="invitation"),
    path("organisation", profile.switch, name="switch_organisation"),
    path("compte", profile.profile, name="profile"),
    path("compte/mot-de-passe", profile.change_password, name="account_change_password"),
    path("compte/sessions/fermer", profile.close_session, name="close_session"),
    path("compte/verification", signing.ProvePassword.as_view(), name="account_reauthenticate"),
    path("compte/verification/code", signing.ProveCode.as_view(), name="mfa_reauthenticate"),
    path("compte/double-verification", signing.second_factor, name="mfa_index"),
    path("compte/double-verification/activer", signing.AddSecondFactor.as_view(), name="mfa_activate_totp"),
    path(
        "compte/double-verification/retirer", signing.RemoveSecondFactor.as_view(), name="mfa_deactivate_totp"
    ),
    path("compte/codes-de-secours", signing.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "compte/codes-de-secours/refaire",
        signing.RenewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("reglages", house.settings, name="settings"),
    path("reglages/organisation", house.organisation, name="settings_organisation"),
    path("reglages/lieux", house.places, name="places"),
    path("reglages/lieux/sites/nouveau", house.site, name="add_site"),
    path("reglages/lieux/sites/<uuid:site_id>", house.site, name="site"),
    path("reglages/lieux/sites/<uuid:site_id>/fermer", house.close_site, name="close_site"),
    path("reglages/lieux/nouveau", house.place, name="add_place"),
    path("reglages/lieux/<uuid:place_id>", house.place, name="place"),
    path("reglages/lieux/<uuid:place_id>/fermer", house.close_place, name="close_place"),
    path("reglages/partage", house.sharing, name="sharing"),
    path("reglages/partage/<str:role>", house.adjust, name="adjust_role"),
    path("reglages/equipe", team.members, name="team"),
    path("reglages/equipe/inviter", team.invite, name="invite"),
    path("reglages/equipe/invitations/<uuid:invitation_id>", team.invitation_link, name="invitation_link"),
    path(
        "reglages/equipe/invitations/<uuid:invitation_id>/retirer", team.withdraw, name="withdraw_invitation"
    ),
    path("reglages/equipe/<uuid:member_id>", team.member, name="member"),
    path("reglages/equipe/<uuid:member_id>/fiche", team.describe, name="describe_member"),
    path("reglages/equipe/<uuid:member_id>/roles", team.roles, name="member_roles"),
    path("reglages/equipe/<uuid:member_id>/acces", team.renew, name="renew_access"),
    path("reglages/equipe/<uuid:member_id>/depart", departure.departure, name="departure"),
    path("reglages/equipe/<uuid:member_id>/depart/annuler", departure.cancel, name="cancel_departure"),
    *demo_addresses(),
]
