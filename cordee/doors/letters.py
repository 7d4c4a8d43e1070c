"""The mails of the doors. They say nothing of the person: a reference, and where to look."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors.models import Arrival, Follow
from cordee.plumbing.outbox.actions import post_message
from cordee.referrals.models import Referral

CONFIRM, RECEIVED, ANSWERED, LINK, CODE = (
    "doors_confirm",
    "doors_received",
    "doors_answered",
    "doors_link",
    "doors_code",
)


def ask_confirmation(arrival: Arrival, organisation: Organisation, *, to: str, site: str, token: str) -> None:
    """The link that proves the address is theirs."""
    address = site + reverse("confirm_arrival", args=[token])
    text = _(
        "Bonjour,\n\nUne demande a été adressée à %(house)s avec votre adresse.\n\nPour la confirmer, ouvrez ce lien "
        "dans les deux jours\u202f:\n%(address)s\n\nSi elle ne vient pas de vous, ne faites rien\u202f: elle sera "
        "effacée, et personne ne l’aura lue."
    ) % {"house": organisation.name, "address": address}
    post_message(
        organisation=organisation,
        channel="mail",
        purpose=CONFIRM,
        to=to,
        subject=_("Confirmez votre demande"),
        text=text,
        once=f"{CONFIRM}:{arrival.pk}",
        not_after=arrival.expires_at,
    )


def tell(follow: Follow, *, purpose: str, subject: str, words: str, token: str, once: str) -> None:
    """A few words and the link, which replaces the one before."""
    address = follow.site + reverse("follow", args=[token])
    text = _("Bonjour,\n\n%(words)s\n\n%(address)s\n\nCe lien remplace le précédent. Il est pour vous\u202f: ne le "
             "transmettez pas.") % {"words": words, "address": address}  # fmt: skip
    post_message(
        organisation=follow.organisation_id,
        channel="mail",
        purpose=purpose,
        to=follow.email,
        subject=subject % {"reference": follow.reference},
        text=text,
        once=once,
        thing=Referral(pk=follow.referral_id),  # so that it joins the dossier the orientation becomes
    )


def send_code(follow: Follow, code: str, *, once: str) -> None:
    post_message(
        organisation=follow.organisation_id,
        channel="mail",
        purpose=CODE,
        to=follow.email,
        subject=_("Votre code"),
        text=_(
            "Bonjour,\n\nVoici le code pour suivre l’orientation %(reference)s\u202f: %(code)s\n\nIl sert pendant "
            "vingt minutes."
        )
        % {"reference": follow.reference, "code": code},
        once=once,
        not_after=follow.code_until,
    )
