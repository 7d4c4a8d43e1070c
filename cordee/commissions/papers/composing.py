"""The sheet of a situation, from what was gathered: the person's words first, then the path, the request, what helps
and what holds back, what is foreseen.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.assessments.diagnosis.section import OWN_WORDS
from cordee.commissions.enums import ItemKind
from cordee.commissions.papers.anonymising import names_in
from cordee.commissions.papers.gathering import Gathered
from cordee.commissions.papers.sheets import Block, Line, Shape, Sheet
from cordee.goals.section import goals_of_programme
from cordee.kernel.partitions import OPEN_PARTITIONS, Partition
from cordee.kernel.words import capital, french_day, french_list
from cordee.people.access import name_of
from cordee.programmes.cached import definition_of
from cordee.referrals.enums import SENSITIVE_STRUCTURES, StructureKind

MOST_STAGES = 7
PART_WORDS = {
    Partition.SOCIAL: gettext_lazy("sa situation sociale"),
    Partition.EMPLOYMENT: gettext_lazy("son parcours vers l’emploi"),
}


def sheet_of(actor: Any, one: Gathered, *, number: int) -> Sheet:
    """number: its place on the agenda; 0 for none."""
    return Sheet(
        number=number,
        name=name_of(actor, one.person) if one.person is not None else one.name,
        who=_who(one, actor.today),
        lines=tuple(_lines(one)),
        blocks=tuple(block for block in _blocks(one) if any(block.texts)),
        closed=_closed(one),
    )


def names_of(actor: Any, one: Gathered) -> frozenset[str]:
    """Every name known around a situation, for an anonymous sheet to mask: of the person, of who orients, presents,
    accompanies, of the house, of where the person lives."""
    return names_in(
        text for text in (*_of_person(one), *_of_referral(one), *_of_house(actor), one.presenter) if text
    )


def _of_person(one: Gathered) -> Iterator[str]:
    if one.person is None:
        return
    person = one.person
    yield from (person.first_names, person.usage_name, person.birth_name, person.alias)
    yield from (told["value"] for told in person.contacts)
    for place in one.story.places if one.story else ():
        yield from (place.who, place.structure)
    if one.story and one.story.row.referent:
        yield one.story.row.referent.display_name


def _of_referral(one: Gathered) -> Iterator[str]:
    row = one.referral
    if row is not None:
        yield from (row.first_names, row.usage_name, row.referrer_name, row.structure)


def _of_house(actor: Any) -> Iterator[str]:
    house = actor.organisation
    yield from (house.name, house.town)


def _who(one: Gathered, today: date) -> str:
    if one.person is not None:
        return str(one.person.age_label(today))
    ages = one.ages(today)
    return _("%(age)s ans") % {"age": ages[0]} if ages and ages[0] == ages[1] else ""


def _lines(one: Gathered) -> Iterator[Line]:
    kind = capital(str(ItemKind(one.item.kind).label))
    asked = f"{kind}, {one.story.definition.label}" if one.story else kind
    yield Line(_("Demande"), asked, apart=kind)
    if one.referral is not None:
        yield Line(_("Qui oriente"), _referrer(one), apart=_referrer_kind(one))
    referent = one.story.row.referent if one.story else None
    if referent is not None:
        yield Line(_("Référent"), referent.display_name)
    if one.presenter:
        yield Line(_("Présentée par"), one.presenter)
    if one.item.person_heard:
        heard = _("la personne, avec qui elle veut")
        yield Line(_("Entendue"), heard, apart=heard)


def _is_sensitive(one: Gathered) -> bool:
    """Does the mere name of who orients say something of health or justice (ECO-06)?"""
    return one.referral is not None and one.referral.structure_kind in SENSITIVE_STRUCTURES


def _referrer(one: Gathered) -> str:
    row = one.referral
    if row is None:
        return ""
    when = _("orientation reçue le %(day)s") % {"day": french_day(row.received_on)}
    if _is_sensitive(one):
        return _("%(when)s\u202f; la structure ne se lit pas sur une fiche") % {"when": when}
    who = ", ".join(part for part in (row.referrer_name, row.referrer_function, row.structure) if part)
    return f"{who} ({when})" if who else when


def _referrer_kind(one: Gathered) -> str:
    code = one.referral.structure_kind if one.referral is not None else ""
    return str(StructureKind(code).label) if code in StructureKind.values and not _is_sensitive(one) else ""


def _blocks(one: Gathered) -> Iterator[Block]:
    words = _own_words(one)
    if words:
        yield Block("words", _("Ses mots"), Shape.QUOTE, (words,), signs=700)
    yield Block("path", _("Le chemin fait"), Shape.LINES, tuple(_path(one)), signs=120, lines=MOST_STAGES)
    if one.reason and not _is_sensitive(one):
        yield Block("reason", _("Pourquoi cette orientation"), Shape.WORDS, (one.reason,), signs=450)
    if one.notes:
        yield Block("notes", _("À dire en séance"), Shape.WORDS, (one.notes,), signs=500)
    yield from _diagnosis(one)
    yield Block("goals", _("Objectifs en cours"), Shape.LINES, tuple(_goals(one)), signs=130, lines=6)
    yield Block("foreseen", _("Et ensuite"), Shape.LINES, tuple(_foreseen(one)), signs=130, lines=5)


def _own_words(one: Gathered) -> str:
    """The last words noted on the pathway, else the project, else what the diagnosis opens with."""
    said = [one.story.words[0].text] if one.story and one.story.words else []
    said += [one.projects[kind] for kind in ("life", "career") if one.projects.get(kind)]
    if not said and OWN_WORDS in one.entries:
        said = [one.entries[OWN_WORDS].words]
    return "\n\n".join(dict.fromkeys(text.strip() for text in said if text.strip()))


def _path(one: Gathered) -> Iterator[str]:
    """The stages with their days, the latest at the end; then what was already decided."""
    if one.story is None:
        return
    periods = one.story.periods
    if len(periods) > MOST_STAGES - 1:
        first = periods[0]
        yield _("%(stage)s, le %(day)s") % {"stage": first.label, "day": french_day(first.entered_on)}
        periods = periods[-(MOST_STAGES - 2) :]
    for period in periods:
        said = _("%(stage)s, le %(day)s") % {"stage": period.label, "day": french_day(period.entered_on)}
        yield _("%(said)s (retour)") % {"said": said} if period.is_way_back else said
    for decided in one.story.decisions[:1]:
        yield _("%(label)s, prononcée le %(day)s") % {
            "label": decided.label,
            "day": french_day(decided.decided_on),
        }


def _diagnosis(one: Gathered) -> Iterator[Block]:
    for code, label in (
        ("strengths", _("Atouts")),
        ("limits", _("Limites")),
        ("watch", _("Points de vigilance")),
    ):
        said = [text for entry in _in_order(one) if (text := getattr(entry, code).strip())]
        yield Block(code, label, Shape.WORDS, ("\n".join(said),) if said else (), signs=450)
    barriers = [_barrier(one, code) for code in _codes(one) if one.entries[code].is_barrier]
    yield Block("barriers", _("Ce qui fait frein"), Shape.LINES, tuple(barriers), signs=110, lines=8)


def _codes(one: Gathered) -> Sequence[str]:
    """The codes answered, in the order of the form."""
    return [asked.code for asked in one.form.everything if asked.code in one.entries] if one.form else []


def _in_order(one: Gathered) -> list[Any]:
    return [one.entries[code] for code in _codes(one)]


def _barrier(one: Gathered, code: str) -> str:
    asked = one.form.asked(code) if one.form else None
    label = asked.label if asked else code
    known = {each.code: each.label for each in getattr(asked, "situations", ())}
    told = [known[each] for each in one.entries[code].situations if each in known]
    return f"{label}\u202f: {french_list(told)}" if told else label


def _goals(one: Gathered) -> Iterator[str]:
    for row, said in one.goals:
        section = goals_of_programme(definition_of(row.programme_version_id))
        line = section.line(said.line) if section else None
        label = said.words or (line.label if line else "")
        if not label:
            continue
        if row.target_on is not None:
            yield _("%(goal)s (pour le %(day)s)") % {"goal": label, "day": french_day(row.target_on)}
        else:
            yield label


def _foreseen(one: Gathered) -> Iterator[str]:
    section = goals_of_programme(one.story.definition) if one.story else None
    for row, said in one.foreseen:
        dimension = section.dimension(row.dimension) if section else None
        if dimension is None:
            continue
        target = dimension.target(said.target)
        told = ", ".join(part for part in (target.label if target else "", said.words) if part)
        if told:
            yield f"{dimension.label}\u202f: {told}"


def _closed(one: Gathered) -> str:
    """What is not on the sheet, so that nobody takes a silence for an absence."""
    kept = _("La santé et ce qui touche aux violences ou à la justice ne figurent pas sur une fiche.")
    if one.person is None:
        return kept
    shut = [str(label) for part, label in PART_WORDS.items() if not one.opened & part & OPEN_PARTITIONS]
    if not shut:
        return kept
    return _("%(kept)s Fiche faite sans %(shut)s, que vous ne lisez pas.") % {
        "kept": kept,
        "shut": french_list(shut),
    }
