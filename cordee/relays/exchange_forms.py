"""An exchange around a situation as it is typed: when, who was there, what was said and concluded, who does what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.dossier.forms import Pills
from cordee.kernel.words import capital
from cordee.relays.contents import ExchangeSaid, Task
from cordee.relays.enums import Presence, said
from cordee.relays.exchanges import Held
from cordee.ui.forms import CordeeForm, FrenchDateField

ROWS = 3  # empty lines offered, beside those that stand


@dataclass(frozen=True)
class AskedTask:
    what: Any
    member: Any
    who: Any
    due_on: Any
    pk: Any

    @property
    def is_begun(self) -> bool:
        """Something stands there, or is refused there."""
        return any(one.value() or one.errors for one in (self.what, self.member, self.who, self.due_on))


class ExchangeForm(CordeeForm):
    """parts: (code) of those the actor may write in; members: (id, name) of the house; tasks: those that stand."""

    day = FrenchDateField(label=_("Quel jour"), allow="past")
    place = forms.CharField(label=_("Où"), required=False, max_length=200)
    part = forms.ChoiceField(label=_("Cela touche"), widget=Pills)
    members = forms.MultipleChoiceField(
        label=_("De la maison"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Et d’ailleurs"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("Nom et structure, un par ligne."),
    )  # fmt: skip
    presence = forms.ChoiceField(label=_("La personne"), widget=Pills)
    wish = forms.CharField(
        label=_("Ce qu’elle a dit, ou souhaite"), required=False, widget=forms.Textarea({"rows": 2})
    )
    words = forms.CharField(label=_("Ce qui s’est dit"), required=False, widget=forms.Textarea({"rows": 4}))
    conclusions = forms.CharField(
        label=_("Ce qui est conclu"), required=False, widget=forms.Textarea({"rows": 3})
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        *args: Any,
        parts: Sequence[str],
        members: Sequence[tuple[str, str]],
        tasks: Sequence[Task] = (),
        fixed: bool = False,
        **more: Any,
    ) -> None:
        self.rows = len(tasks) + ROWS
        asked = {
            name: field
            for place in range(self.rows)
            for name, field in self._task_fields(place, members).items()
        }
        self.base_fields = {**type(self).base_fields, **asked}  # type: ignore[misc]
        first = dict(more.pop("initial", {}))
        for place, task in enumerate(tasks):
            for name in ("what", "member", "who", "due_on", "pk"):
                first[f"{name}-{place}"] = getattr(task, name)
        super().__init__(*args, initial=first, **more)
        choices: Any = self.fields["part"]
        choices.choices = [(code, capital(str(PARTITION_WORDS[code]))) for code in parts]
        there: Any = self.fields["members"]
        there.choices = list(members)
        presence: Any = self.fields["presence"]
        presence.choices = said(Presence)
        if fixed:
            del self.fields["part"]

    @staticmethod
    def _task_fields(place: int, members: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        return {
            f"what-{place}": forms.CharField(label=_("Quoi"), required=False, max_length=300),
            f"member-{place}": forms.ChoiceField(
                label=_("Qui, de la maison"), required=False, choices=[("", "—"), *members]
            ),
            f"who-{place}": forms.CharField(label=_("Ou quelqu’un d’autre"), required=False, max_length=120),
            f"due_on-{place}": FrenchDateField(label=_("Pour le"), required=False),
            f"pk-{place}": forms.CharField(required=False, max_length=36, widget=forms.HiddenInput),
        }

    @property
    def asked(self) -> Iterator[AskedTask]:
        for place in range(self.rows):
            yield AskedTask(*(self[f"{name}-{place}"] for name in ("what", "member", "who", "due_on", "pk")))

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(self.rows):
            if not kept.get(f"what-{place}") and any(
                kept.get(f"{name}-{place}") for name in ("member", "who", "due_on")
            ):
                self.add_error(f"what-{place}", _("Écrivez ce qui est à faire, ou videz cette suite."))
        return kept

    def held(self, part: str = "", pathway: Any = None) -> Held:
        kept = self.cleaned_data
        return Held(kept["day"], part or kept["part"], kept["presence"], pathway)

    def said(self, known: set[str]) -> ExchangeSaid:
        """known: the tasks that stand; another identifier is a new task."""
        kept = self.cleaned_data
        tasks = []
        for place in range(self.rows):
            what, pk = kept[f"what-{place}"].strip(), str(kept[f"pk-{place}"] or "")
            if what:
                due = kept[f"due_on-{place}"]
                tasks.append(
                    Task(
                        pk if pk in known else "",
                        what,
                        kept[f"who-{place}"].strip(),
                        kept[f"member-{place}"],
                        due.isoformat() if due else "",
                    )
                )
        texts = {name: kept[name].strip() for name in ("place", "others", "words", "conclusions", "wish")}
        return ExchangeSaid(members=tuple(kept["members"]), tasks=tuple(tasks), **texts)
