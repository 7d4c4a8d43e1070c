"""What a prescriber without an account sends: who orients, whom, why, and that the person agrees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.doors.forms import PHONE, SAFE, TakesRefusals, long_text, reach_note
from cordee.doors.models import LONGEST
from cordee.papers.forms import CHOOSE, FilesField
from cordee.papers.forms import sorted_kinds as sorted_paper_kinds
from cordee.programmes.definition import Definition
from cordee.referrals.forms import sorted_kinds
from cordee.ui.forms import CordeeForm, PartialBirthDateField

MOST_FIRST = 5  # papers with the form; the others by the link
MOST_TOGETHER = 25 * 1024 * 1024  # bytes


class ReferForm(TakesRefusals, CordeeForm):
    """A short form. needs: those of the programme asked for."""

    referrer_name = forms.CharField(label=_("Votre nom"), max_length=160)
    referrer_function = forms.CharField(label=_("Votre fonction"), max_length=160, required=False)
    structure = forms.CharField(label=_("Votre structure"), max_length=200, required=False)
    structure_kind = forms.ChoiceField(label=_("Nature de la structure"), required=False)
    referrer_email = forms.EmailField(
        label=_("Votre courriel"),
        max_length=120,
        help_text=_("Un lien y est envoyé\u202f: la demande part quand vous l’avez ouvert."),
    )
    referrer_phone = forms.RegexField(
        r"^[\d\s.+()/-]{6,40}$",
        label=_("Votre téléphone"),
        required=False,
        max_length=40,
        error_messages=PHONE.error_messages,
    )
    first_names = forms.CharField(label=_("Prénoms"), max_length=120)
    usage_name = forms.CharField(label=_("Nom"), max_length=120, required=False)
    birth = PartialBirthDateField(
        label=_("Naissance"), required=False, help_text=_("12/03/1984, 03/1984, ou seulement 1984.")
    )
    phone = PHONE
    email = forms.EmailField(label=_("Courriel"), required=False)
    other_way = forms.CharField(label=_("Une autre façon de la joindre"), required=False, max_length=120)
    safe = forms.ChoiceField(
        label=_("Peut-on lui laisser un message sans risque\u202f?"),
        choices=[SAFE[0], ("oui", _("Oui")), ("non", _("Non, lui parler à elle seulement"))],
        required=False,
    )
    when = forms.CharField(label=_("Quand la joindre"), required=False, max_length=80)
    needs = forms.MultipleChoiceField(
        label=_("Ce dont elle a besoin"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Pourquoi cette orientation"),
        max_length=LONGEST,
        widget=long_text(5),
        help_text=_("Des faits, sans jugement\u202f: la personne peut lire ce texte."),
    )
    urgency = forms.CharField(
        label=_("Est-ce pressé, et pourquoi\u202f?"), required=False, max_length=500, widget=long_text(2)
    )
    file = FilesField(
        label=_("Papiers"),
        required=False,
        help_text=_(
            "Si vous les avez\u202f: cinq au plus, de 10 Mo chacun\u202f; PDF, photo, texte, Word, Excel ou "
            "LibreOffice. Les autres se joignent ensuite, par le lien de suivi."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Nature des papiers"),
        required=False,
        help_text=_(
            "Elle décide de qui les lira. S’il y en a de plusieurs sortes, joignez les autres ensuite."
        ),
    )
    told = forms.CharField(
        label=_("Ce que vous lui avez dit de cet envoi"),
        max_length=500,
        widget=long_text(2),
        help_text=_("Par exemple\u202f: à qui, pourquoi, qu’elle peut refuser ou changer d’avis."),
    )
    person_agrees = forms.BooleanField(
        label=_("La personne est d’accord"),
        error_messages={
            "required": _("Parlez-en d’abord avec la personne\u202f: rien ne part sans son accord.")
        },
    )

    REFERRER = (
        "referrer_name",
        "referrer_function",
        "structure",
        "structure_kind",
        "referrer_email",
        "referrer_phone",
    )
    PERSON = ("first_names", "usage_name", "birth", "phone", "email", "other_way", "safe", "when")

    def __init__(self, *args: Any, definition: Definition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["structure_kind"].choices = [("", _("Choisir…")), *sorted_kinds()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [CHOOSE, *sorted_paper_kinds()]  # type: ignore[attr-defined]
        offered = [(need.code, need.label) for need in definition.entry.needs] if definition else []
        if offered:
            self.fields["needs"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["needs"]

    def clean_file(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["file"]
        if len(files) > MOST_FIRST:
            raise forms.ValidationError(_("Cinq papiers au plus ici\u202f: joignez les autres ensuite."))
        if sum(file.size for file in files) > MOST_TOGETHER:
            raise forms.ValidationError(
                _(
                    "Ces papiers pèsent trop lourd ensemble\u202f: gardez l’essentiel, joignez les autres ensuite."
                )
            )
        return files

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("file") and not kept.get("kind") and "kind" not in self.errors:
            self.add_error(
                "kind", _("Dites de quelle nature sont ces papiers\u202f: cela décide de qui les lit.")
            )
        return kept

    @property
    def referrer_fields(self) -> list[Any]:
        return [self[name] for name in self.REFERRER]

    @property
    def person_fields(self) -> list[Any]:
        return [self[name] for name in self.PERSON]

    @property
    def described(self) -> dict[str, Any]:
        """The fields of the orientation."""
        kept = self.cleaned_data
        contact = ", ".join(part for part in (kept["referrer_email"], kept["referrer_phone"]) if part)
        plain = ("referrer_name", "referrer_function", "structure", "structure_kind")
        person = ("first_names", "usage_name", "phone", "email")
        return {
            **{name: kept[name] for name in (*plain, *person)},
            "referrer_contact": contact,
            "birth": kept["birth"].code,
            "needs": kept.get("needs", []),
            "reach_note": reach_note(kept["safe"], kept["when"], kept["other_way"]),
            "person_agrees": True,
        }

    @property
    def whole_reason(self) -> str:
        """Why, how pressing, and what the person was told: one sealed text."""
        kept = self.cleaned_data
        parts = [kept["reason"]]
        if kept["urgency"]:
            parts.append(_("Urgence\u202f: %s") % kept["urgency"])
        parts.append(_("Ce qui lui a été dit\u202f: %s") % kept["told"])
        return "\n\n".join(str(part) for part in parts)
