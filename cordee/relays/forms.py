"""Relays as they are typed: to whom, what would leave, what the person agreed to; and what is answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.dossier.forms import Pills
from cordee.kernel.errors import BadInput, CordeeError, RuleBroken
from cordee.kernel.partitions import CODES, Partition
from cordee.people.enums import ContactKind
from cordee.relays.contents import Recipient, Wanted
from cordee.relays.enums import Agreed, Answer, Channel, Dimension, Item, Reach, said
from cordee.ui.forms import CordeeForm, FrenchDateField

SOMEBODY = "autre"
RULE_FIELDS = {"DPO-04": "name", "REL-01": "until", "REL-02": "contacts", "DIA-07": "named", "DPO-03": "day"}


class TowardsForm(CordeeForm):
    """Which partner, first."""

    partenaire = forms.ChoiceField(
        label=_("Vers quel partenaire"), error_messages={"required": _("Choisissez un partenaire.")}
    )

    def __init__(self, *args: Any, partners: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["partenaire"]
        named = [(str(one.pk), f"{one.named}, {one.town}" if one.town else one.named) for one in partners]
        field.choices = [("", _("à choisir")), *named]


class WhoForm(CordeeForm):
    """Whom to orient: a name."""

    q = forms.CharField(label=_("Nom de la personne"), required=False, max_length=80)


class RelayForm(CordeeForm):
    """What is asked of whom, and what would leave.

    partner: of the directory, or none. referents, services: theirs. contacts, papers: (value, label) of what may leave;
    dimensions: those of the parts of the dossier the actor may write in.
    """

    dimension = forms.ChoiceField(label=_("Pour quoi"))
    structure = forms.CharField(label=_("Quelle structure"), max_length=200, required=False)
    referent = forms.ChoiceField(label=_("À qui"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Nom de la personne qui lira"), max_length=120, required=False)
    function = forms.CharField(label=_("Sa fonction"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Son adresse électronique"),
        required=False,
        help_text=_("Professionnelle. Sans adresse, l’envoi se fait sur papier."),
    )
    service = forms.ChoiceField(label=_("Pour quel service"), required=False)
    need = forms.CharField(
        label=_("Ce qui est demandé, en une phrase"), max_length=300, required=False,
        help_text=_("Par exemple\u202f: un premier rendez-vous pour refaire ses droits."),
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("Ce qu’elle en dit, dans ses mots"), required=False, widget=forms.Textarea({"rows": 2})
    )
    words = forms.CharField(
        label=_("Ce que le partenaire a besoin de savoir"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Le strict nécessaire. Ni santé, ni justice, ni violences, sauf si elle l’a voulu et nommé."
        ),
    )
    items = forms.MultipleChoiceField(
        label=_("De son identité"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reach = forms.ChoiceField(label=_("Comment la joindre"), widget=Pills)
    contacts = forms.MultipleChoiceField(
        label=_("Si c’est directement"), required=False, widget=forms.CheckboxSelectMultiple
    )
    papers = forms.MultipleChoiceField(
        label=_("Documents joints"), required=False, widget=forms.CheckboxSelectMultiple
    )
    in_charge = forms.ChoiceField(
        label=_("Qui suit la réponse"), required=False, help_text=_("La relance sera sur sa journée.")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        *args: Any,
        partner: Any,
        referents: Sequence[Any],
        services: Sequence[Any],
        contacts: Sequence[Mapping[str, Any]],
        papers: Sequence[tuple[str, str]],
        members: Sequence[tuple[str, str]],
        dimensions: Sequence[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.partner, self.referents, self.services = partner, referents, services
        offered = [one for one in said(Dimension) if one[0] in dimensions]
        self._offer("dimension", [("", _("à choisir")), *offered])
        who = [
            (str(one.pk), ", ".join(part for part in (one.name, one.function) if part)) for one in referents
        ]
        self._offer("referent", [*who, (SOMEBODY, _("Quelqu’un d’autre, nommé ci-dessous"))])
        self._offer("service", [("", _("sans précision")), *((str(one.pk), one.name) for one in services)])
        self._offer("items", said(Item))
        self._offer("reach", said(Reach))
        labelled = [
            (str(one["id"]), f"{ContactKind(one['kind']).label}\u202f: {one['value']}") for one in contacts
        ]
        self._offer("contacts", labelled)
        self._offer("papers", papers)
        self._offer("in_charge", [("", _("moi")), *members])
        gone = [
            *([] if referents else ["referent"]),
            *([] if services else ["service"]),
            *(["structure"] if partner is not None else []),
            *([] if contacts else ["contacts"]),
            *([] if papers else ["papers"]),
        ]
        for name in gone:
            del self.fields[name]

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    @property
    def chosen_referent(self) -> Any:
        chosen = self.cleaned_data.get("referent", "")
        return next((one for one in self.referents if str(one.pk) == chosen), None)

    @property
    def chosen_service(self) -> Any:
        chosen = self.cleaned_data.get("service", "")
        return next((one for one in self.services if str(one.pk) == chosen), None)

    def wanted(self, *, theme: str = "") -> Wanted:
        kept = self.cleaned_data
        structure = self.partner.named if self.partner is not None else kept.get("structure", "").strip()
        referent, service = self.chosen_referent, self.chosen_service
        if referent is not None:
            to = Recipient(referent.name, structure, referent.function, referent.email or kept["email"])
        else:
            to = Recipient(kept["name"].strip(), structure, kept["function"].strip(), kept["email"])
        papers = tuple(tuple(one.split(":", 1)) for one in kept.get("papers", ()))
        return Wanted(
            recipient=to,
            need=kept["need"].strip(),
            words=kept["words"].strip(),
            own_words=kept["own_words"].strip(),
            items=tuple(kept["items"]),
            contacts=tuple(kept.get("contacts", ())),
            papers=papers,
            reach=kept["reach"],
            service=service.name if service is not None else "",
            theme=theme,
        )


def relay_initial(told: Any) -> dict[str, Any]:
    """A relay in preparation as the form shows it again."""
    wanted, row = told.wanted, told.row
    return {
        "dimension": row.dimension,
        "structure": wanted.recipient.structure,
        "referent": str(row.referent_id or SOMEBODY),
        "name": wanted.recipient.name if row.referent_id is None else "",
        "function": wanted.recipient.function if row.referent_id is None else "",
        "email": wanted.recipient.email,
        "service": str(row.service_id or ""),
        "need": wanted.need,
        "words": wanted.words,
        "own_words": wanted.own_words,
        "items": list(wanted.items),
        "reach": wanted.reach,
        "contacts": list(wanted.contacts),
        "papers": [f"{part}:{pk}" for part, pk in wanted.papers],
        "in_charge": str(row.in_charge_id or ""),
        "seen": row.version,
    }


NAMED = {
    "health": _("Elle accepte nommément que cela touche à sa santé"),
    "protected": _("Elle accepte nommément que cela touche à la justice, aux violences ou à sa protection"),
}


class ConsentForm(CordeeForm):
    """What the person agreed to. parts: the restricted parts that what would leave belongs to."""

    day = FrenchDateField(label=_("Elle a dit oui le"), allow="past")
    means = forms.ChoiceField(label=_("Comment"), widget=Pills)
    proof = forms.CharField(
        label=_("Ce qui en témoigne"), required=False, max_length=500,
        help_text=_("Par exemple\u202f: dit en entretien, relu ensemble à l’écran."),
    )  # fmt: skip
    named = forms.MultipleChoiceField(
        label=_("Parties qu’elle a nommées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    informed_by = forms.ChoiceField(label=_("Qui l’a informée"), required=False)
    until = FrenchDateField(
        label=_("Son accord vaut jusqu’au"), required=False,
        help_text=_("Trois mois si rien n’est dit, douze au plus. Elle peut le retirer à tout moment."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("Envoyer"), widget=Pills)

    def __init__(
        self,
        *args: Any,
        parts: Sequence[str],
        members: Sequence[tuple[str, str]],
        has_email: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (
            ("means", said(Agreed)),
            ("named", [(part, NAMED[part]) for part in parts]),
            ("informed_by", [("", _("moi")), *members]),
            ("channel", [one for one in said(Channel) if has_email or one[0] == Channel.PAPER]),
        ):
            field: Any = self.fields[name]
            field.choices = choices
        if not parts:
            del self.fields["named"]

    @property
    def named_parts(self) -> Partition:
        named = Partition(0)
        for part in self.cleaned_data.get("named", ()):
            named |= CODES[part]
        return named


class NoteAnswerForm(CordeeForm):
    """What the partner said, otherwise than by the link."""

    answer = forms.ChoiceField(label=_("Ce qu’il répond"), widget=Pills)
    on = FrenchDateField(label=_("Le"), allow="past")
    words = forms.CharField(label=_("Ses mots"), required=False, widget=forms.Textarea({"rows": 2}))
    elsewhere = forms.CharField(label=_("Vers qui d’autre, selon lui"), required=False, max_length=300)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["answer"]
        field.choices = [
            (Answer.ACCEPTED, _("Il accepte")),
            (Answer.NEEDS_MORE, _("Il manque quelque chose")),
            (Answer.REFUSED, _("Il ne peut pas")),
            (Answer.DONE, _("C’est fait")),
        ]


class AnswerForm(CordeeForm):
    """The partner's own answer."""

    answer = forms.ChoiceField(label=_("Votre réponse"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("En quelques mots"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Un rendez-vous, ce qui manque, pourquoi ce n’est pas possible\u202f: seulement ce qui est utile."),
    )  # fmt: skip
    elsewhere = forms.CharField(
        label=_("Vers qui pourrait-on se tourner"), required=False, max_length=300,
        help_text=_("Si ce n’est pas chez vous."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["answer"]
        field.choices = said(Answer)


class MoreForm(CordeeForm):
    words = forms.CharField(label=_("Ce qui manquait"), widget=forms.Textarea({"rows": 3}))


def explain(form: Any, error: CordeeError) -> None:
    """Say on its field, else above the form, what cannot be, with the text it comes from."""
    if isinstance(error, BadInput) and error.field in form.fields:
        form.add_error(error.field, error.message)
    elif isinstance(error, RuleBroken):
        for verdict in error.verdicts:
            said_so = f"{verdict.reason} ({verdict.rule}, {verdict.source})"
            field = RULE_FIELDS.get(verdict.rule, "")
            form.add_error(field if field in form.fields else None, said_so)
    else:
        form.add_error(None, str(error))
