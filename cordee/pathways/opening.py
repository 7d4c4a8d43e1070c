"""Opening a pathway, seen from a form: what the conditions of entry answer to what is typed so far."""

from typing import Any

from cordee.kernel.verdict import Examination
from cordee.pathways.forms import OpeningForm
from cordee.pathways.gathering import facts_for, has_spoken
from cordee.people.models import Person
from cordee.programmes import engine


def examine_opening(form: OpeningForm, described: Any, *, referral: Any = None, **known: Any) -> Examination:
    """The verdicts of the programme chosen, none before there is one.

    described: who the pathway is for, a person or an orientation (their birth date). known: what else the
    rules may look at (papers_received…). What is still wrong in the form is left out, not complained of.
    """
    if form.definition is None:
        return Examination()
    typed = form.so_far
    answers = {**known, **(form.answers if typed else {})}
    facts = facts_for(
        described,
        None,
        on=typed.get("opened_on") or form.choices.actor.today,
        referral=referral,
        answers={
            **answers,
            "wishes_recorded": bool(typed.get("words", "").strip()) or spoke_before(described),
        },
    )
    return engine.check_open(form.definition, facts=facts)


def spoke_before(described: Any) -> bool:
    return isinstance(described, Person) and has_spoken(described)
