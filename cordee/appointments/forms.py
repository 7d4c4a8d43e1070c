"""Forms of the agenda: a meeting booked or moved, what became of it, a person looked for."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import Member, Place
from cordee.appointments.actions import LONGEST_WHERE, LONGEST_WORDS, Outcome, Wanted, When, Where
from cordee.appointments.enums import THEMES, PlaceKind, Reason, Status, counterparts, place_kinds, reasons
from cordee.appointments.matters import About
from cordee.appointments.rhythms import Rhythm
from cordee.appointments.rules import LONGEST, MOST_LATE, SHORTEST
from cordee.dossier.access import sectors_open_to
from cordee.dossier.enums import Sector
from cordee.dossier.forms import Pills
from cordee.dossier.readers import readers_of
from cordee.ui.forms import CordeeForm, FrenchDateField, HourField

RHYTHMS = {
    "": (_("Une seule fois"), None),
    "1w": (_("Chaque semaine"), (1, "week")),
    "2w": (_("Toutes les deux semaines"), (2, "week")),
    "3w": (_("Toutes les trois semaines"), (3, "week")),
    "1m": (_("Chaque mois, le même jour de la semaine"), (1, "month")),
    "2m": (_("Tous les deux mois"), (2, "month")),
    "3m": (_("Tous les trois mois"), (3, "month")),
}
MINUTES = 60


class AppointmentForm(CordeeForm):
    """A meeting: with whom of the team, when, where, about what, whether the person is told.

    why_not_tell: said where nobody may write to the person. clashes: what it meets, shown with the box that keeps
    it all the same. The second hour of the night clocks go back is asked only that night.
    """

    day = FrenchDateField(label=_("Jour"))
    at = HourField(label=_("Heure"))
    minutes = forms.IntegerField(
        label=_("Durée, en minutes"), min_value=SHORTEST, max_value=LONGEST, initial=MINUTES
    )
    turn = forms.ChoiceField(
        label=_("Cette heure vient deux fois cette nuit-là"), required=False, widget=forms.RadioSelect,
        choices=[("first", _("la première, avant le changement")), ("second", _("la seconde, après"))],
    )  # fmt: skip
    member = forms.ChoiceField(label=_("Avec"))
    colleague = forms.ChoiceField(
        label=_("Et un collègue"), required=False,
        help_text=_("Le rendez-vous est dans les deux agendas."),
    )  # fmt: skip
    place_kind = forms.ChoiceField(label=_("Où"), choices=place_kinds, widget=Pills)
    place = forms.ChoiceField(label=_("Salle ou lieu de la maison"), required=False)
    where = forms.CharField(
        label=_("Précision"), required=False, max_length=LONGEST_WHERE,
        help_text=_("Adresse, étage, lien de la visio. Lu par qui voit le rendez-vous."),
    )  # fmt: skip
    theme = forms.ChoiceField(
        label=_("Thème"), required=False,
        help_text=_("Rangé dans cette partie du dossier\u202f; jamais dans un message ni dans un agenda."),
    )  # fmt: skip
    counterpart = forms.ChoiceField(label=_("La personne, ou avec qui d’autre"), required=False)
    words = forms.CharField(
        label=_("À préparer"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 3})
    )
    rhythm = forms.ChoiceField(
        label=_("Se répète"),
        required=False,
        choices=[(code, label) for code, (label, _every) in RHYTHMS.items()],
    )
    until = FrenchDateField(
        label=_("Jusqu’au"), required=False,
        help_text=_("Laissez vide pour un accompagnement sans fin prévue."),
    )  # fmt: skip
    skips_public = forms.BooleanField(label=_("Pas les jours fériés"), required=False, initial=True)
    skips_school = forms.BooleanField(label=_("Pas pendant les vacances scolaires"), required=False)
    wants_reminder = forms.BooleanField(label=_("Lui rappeler ce rendez-vous par message"), required=False)
    tells_now = forms.BooleanField(label=_("La prévenir maintenant"), required=False)
    means_is_safe = forms.BooleanField(
        label=_("Ce moyen est sûr\u202f: personne d’autre ne lit ses messages"), required=False
    )
    scope = forms.ChoiceField(
        label=_("Déplacer"), required=False, widget=Pills,
        choices=[("one", _("celui-ci seulement")), ("following", _("celui-ci et les suivants"))],
    )  # fmt: skip
    despite = forms.BooleanField(label=_("Garder ce moment quand même"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, team: Sequence[Member], places: Sequence[Place], themes: Sequence[str],
        may_tell: bool, asks_safety: bool, why_not_tell: str = "", is_change: bool = False, repeats: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.team, self.places = {str(one.pk): one for one in team}, {str(one.pk): one for one in places}
        self.why_not_tell = why_not_tell
        self.clashes: Sequence[str] = ()
        self.is_stale = False
        self._offer("member", [(pk, one.display_name) for pk, one in self.team.items()])
        self._offer(
            "colleague",
            [("", _("personne d’autre")), *((pk, one.display_name) for pk, one in self.team.items())],
        )
        self._offer("place", [("", "—"), *((pk, one.name) for pk, one in self.places.items())])
        self._offer("theme", [("", _("non précisé")), *((code, THEMES[code][0]) for code in themes)])
        self._offer("counterpart", [("", "—"), *counterparts()])
        gone = set() if may_tell else {"wants_reminder", "tells_now", "means_is_safe"}
        gone |= set() if asks_safety else {"means_is_safe"}
        gone |= set() if themes else {"theme", "counterpart", "words"}
        gone |= {"rhythm", "until", "skips_public", "skips_school"} if is_change else {"version"}
        gone |= set() if repeats else {"scope"}
        for name in gone:
            del self.fields[name]

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def asks_turn(self) -> bool:
        return "turn" in self.errors or bool(self.data.get("turn"))

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if kept.get("rhythm") and kept.get("until") and kept.get("day") and kept["until"] < kept["day"]:
            self.add_error("until", _("Le dernier jour vient avant le premier\u202f: vérifiez les deux."))
        return kept

    def wanted(self) -> Wanted:
        kept = self.cleaned_data
        turn = {"first": False, "second": True}.get(kept.get("turn") or "")
        return Wanted(
            When(kept["day"], kept["at"], kept["minutes"], turn),
            Where(kept["place_kind"], self.places.get(kept["place"]), kept["where"]),
            self.team[kept["member"]],
            About(kept.get("theme", ""), kept.get("counterpart", ""), kept.get("words", "").strip()),
            kept.get("wants_reminder", False),
            kept.get("means_is_safe", False),
            self.team.get(kept["colleague"]),
        )

    def rhythm_wanted(self) -> Rhythm | None:
        kept = self.cleaned_data
        found = RHYTHMS[kept.get("rhythm") or ""][1]
        if found is None:
            return None
        return Rhythm(*found, kept["until"], kept["skips_public"], kept["skips_school"])


class OutcomeForm(CordeeForm):
    """What became of it: one click where all is well, a reason where somebody could not come."""

    status = forms.ChoiceField(label=_("Ce rendez-vous"), widget=Pills)
    late_minutes = forms.IntegerField(
        label=_("Retard, en minutes"), required=False, min_value=0, max_value=MOST_LATE
    )
    reason = forms.ChoiceField(
        label=_("Pourquoi"), required=False, choices=reasons,
        help_text=_("Ce qui touche à la santé ou à la protection se note à part, dans une partie réservée."),
    )  # fmt: skip
    legitimate = forms.ChoiceField(
        label=_("Motif légitime"), required=False, widget=Pills,
        choices=[("", _("pas dit")), ("yes", _("oui")), ("no", _("non"))],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Ce qui s’est dit"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 3}),
        help_text=_("Devient le contact du fil. La personne peut demander à lire ces lignes."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Cela touche"), required=False, widget=Pills)
    tells_now = forms.BooleanField(label=_("Prévenir la personne qu’il n’a pas lieu"), required=False)
    scope = forms.ChoiceField(
        label=_("Annuler"), required=False, widget=Pills,
        choices=[("one", _("celui-ci seulement")), ("following", _("celui-ci et les suivants"))],
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, actor: Any, has_begun: bool, may_tell: bool, repeats: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_stale = False
        offered = [Status.SEEN, Status.NO_SHOW] if has_begun else []
        offered += [Status.EXCUSED, Status.REVOKED]
        self.fields["status"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        sectors = [one for one in sectors_open_to(actor) if one != Sector.WORKING]
        self.fields["sector"].choices = [(one.value, one.label) for one in sectors]  # type: ignore[attr-defined]
        self.fields["sector"].widget.says = {one.value: readers_of(one, actor) for one in sectors}
        if sectors:
            self.initial.setdefault("sector", sectors[0].value)
        gone = set() if sectors and has_begun else {"text", "sector"}
        gone |= set() if may_tell and not has_begun else {"tells_now"}
        gone |= set() if repeats and not has_begun else {"scope"}
        gone |= set() if has_begun else {"late_minutes"}
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if kept.get("text", "").strip() and kept.get("status") != Status.SEEN and "status" in kept:
            self.add_error(
                "text",
                _("Ce texte accompagne un rendez-vous honoré\u202f: pour une absence, écrivez une note."),
            )
        return kept

    def outcome(self) -> Outcome:
        kept = self.cleaned_data
        judged = {"yes": True, "no": False}.get(kept["legitimate"])
        return Outcome(kept["status"], kept.get("late_minutes"), kept["reason"], judged)


class WhoForm(CordeeForm):
    """Whose appointment one is about to book."""

    q = forms.CharField(
        label=_("Qui"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )


def first_values(day: date, at: time | None, member: Any) -> dict[str, Any]:
    """What a new form begins with."""
    return {
        "day": day, "at": at or "", "member": str(member.pk), "place_kind": PlaceKind.OFFICE.value,
        "counterpart": "person", "scope": "one", "reason": Reason.NONE.value,
    }  # fmt: skip
