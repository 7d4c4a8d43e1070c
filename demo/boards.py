"""Boards of the territory: Le Cheval Bleu's six colleges, the équipe pluridisciplinaire, Le Lierre's cellule d'appui.

Two sittings already held, with what was decided those days: the minutes of the first approved, of the last a draft. The
next one prepared.

Made by the real actions, as whoever coordinates would; only the sittings of before are written from the admissions they
pronounced, which the dossiers already hold.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import QuerySet

from cordee.accounts.actor import Actor, actor_of_member
from cordee.commissions import agenda, boards, planning, sealing, waiting
from cordee.commissions.boards import BoardWanted, HolderWanted, SeatWanted
from cordee.commissions.enums import Attendance, ItemKind, ItemState, Level, Outcome, Rank, SittingState
from cordee.commissions.minutes import actions as minutes
from cordee.commissions.minutes.gathering import gather
from cordee.commissions.models import Board, ItemDecision, Presence, Sitting, SittingItem
from cordee.kernel.names import search_key
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.programmes.cached import definition_of
from demo.hours import worked
from demo.settling import Settled

SINCE = timedelta(days=700)
MOST_DECIDED, MOST_IN_LINE, AHEAD, APART = 9, 3, 11, timedelta(days=60)
REVIEWED = timedelta(days=150)
WHOLE = (
    "La commission salue l’arrivée de Mme Bracquemart, qui supplée M. Cassoret pour le CMP de la Plaine. Deux places "
    "de maraîchage se libèrent au printemps."
)
ADDED = (
    "La commission insiste sur le rythme : deux matinées par semaine pour commencer, puis on verra avec la personne.",
    "Le CMP reste joignable pour l’équipe ; un point à trois est prévu au bout d’un mois.",
)
LACKING = "Une rencontre de la personne avec l’équipe, et l’avis de son service de suivi."
AGAINST = "Le dispositif demande une présence régulière, que la personne ne souhaite pas pour l’instant."
CORRECTED = "Lire « deux matinées par semaine au plus pour commencer » : la personne l’avait demandé ainsi."
HELD = {
    "Représentants de l’UNAFAM": [("Bernadette Lhomel", "UNAFAM", Rank.SUBSTITUTE)],
    "Services tutélaires": [("Aurélie Dorémus", "Service tutélaire des Marais", Rank.HOLDER)],
    "Services sociaux des secteurs psychiatriques": [
        ("Ludovic Cassoret", "CMP de la Plaine", Rank.HOLDER),
        ("Inès Bracquemart", "CMP de la Plaine", Rank.SUBSTITUTE),
    ],
    "Le Cheval Bleu": [],
    "Services sociaux des établissements médico-sociaux (IME, ESAT)": [
        ("Franck Delebourse", "ESAT des Peupliers", Rank.HOLDER)
    ],
    "Services d’insertion professionnelle": [("Samira Ouldali", "Maison de l’emploi", Rank.HOLDER)],
}


def meet(settled: dict[str, Settled]) -> None:
    """Every board."""
    makers = {"cheval-bleu": _cheval_bleu, "departement-du-calvados": _calvados, "le-lierre": _lierre}
    for code, make in makers.items():
        here = settled.get(code)
        by = _lead(here) if here else None
        if here is not None and by is not None:
            with acting_in(by.context(because="demo")):
                make(here, by)


def _lead(here: Settled) -> Actor | None:
    return actor_of_member(here.organisation.pk, here.lead.member.pk)


def _cheval_bleu(here: Settled, by: Actor) -> None:
    version = next(one for one in here.versions.values() if definition_of(one.pk).admission.mode == "board")
    wanted, seats = boards.wanted_from(definition_of(version.pk), version.programme_id)
    colleges = [SeatWanted(seat.label, _holders(HELD.get(seat.label, []))) for seat in seats]
    board = boards.make_board(wanted, colleges, by=by, on=by.today - SINCE)
    sitting = {"Le Cheval Bleu": here.lead, "Représentants de l’UNAFAM": here.team["violette"]}
    for label, who in sitting.items():
        holder = HolderWanted(who.name, member=who.member)
        boards.seat_holder(board.seats.get(label=label), holder, by=by, on=by.today - SINCE)
    _have_met(board, version.programme_id, by)
    _next(board, by, place="29-31 rue Roger-Salengro, salle du rez-de-chaussée")


def _holders(known: Sequence[tuple[str, str, str]]) -> tuple[HolderWanted, ...]:
    return tuple(
        HolderWanted(name, rank, structure, f"{search_key(name.split()[-1])}@exemple.invalid")
        for name, structure, rank in known
    )


def _have_met(board: Board, programme: UUID, by: Actor) -> None:
    """The last day on which admissions were pronounced was a sitting, and one some months before."""
    pronounced = AdmissionDecision.objects.filter(pathway__programme=programme, decided_on__lt=by.today)
    days = list(pronounced.order_by("-decided_on").values_list("decided_on", flat=True).distinct())
    if not days:
        return
    before = next((day for day in days if day <= days[0] - APART), None)
    if before is not None:
        _approve(_held(board, pronounced, before, by), by)
    held = _held(board, pronounced, days[0], by)
    _in_line(board, held, by)
    _write(held, by)


def _in_line(board: Board, sitting: Sitting, by: Actor) -> None:
    """Those the same sitting could not admit yet: one confirmed since, one offered a place."""
    found = waiting.candidates(by, board, on=sitting.day)
    known = [one for one in found if one.pathway_id and one.since <= sitting.day]
    pathways = Pathway.objects.in_bulk([one.pathway_id for one in known[:MOST_IN_LINE]])
    first = sitting.items.count() + 1
    for rank, pathway in enumerate(pathways.values(), start=1):
        item = _item(sitting, pathway, first + rank - 1, by)
        ItemDecision.objects.create(
            organisation_id=sitting.organisation_id,
            person_id=pathway.person_id,
            item=item,
            level=Level.DECISION,
            outcome=Outcome.WAITING,
            decided_on=sitting.day,
            rank=rank,
            review_on=sitting.day + REVIEWED,
            confirmed_on=max(sitting.day, by.today - timedelta(days=6)) if rank == 2 else None,
            offered_on=max(sitting.day, by.today - timedelta(days=3)) if rank == 1 else None,
            authority=board.body,
            recorded_by=by.member,
        )


def _write(sitting: Sitting, by: Actor) -> None:
    """Words beside what was decided."""
    minutes.write_whole(sitting, by=by, words=WHOLE, version=0)
    for item, words in zip(
        SittingItem.objects.filter(sitting=sitting).order_by("position"), ADDED, strict=False
    ):
        minutes.write_entry(item, by=by, words=words, version=0)


def _approve(sitting: Sitting, by: Actor) -> None:
    """Minutes approved, then something said beside them."""
    _write(sitting, by)
    sitting.refresh_from_db()
    minutes.approve(sitting, by=by, version=sitting.version, read=gather(by, sitting).print)
    first = SittingItem.objects.filter(sitting=sitting).order_by("position").first()
    minutes.correct(sitting, by=by, words=CORRECTED, item=first)


def _held(board: Board, pronounced: QuerySet[AdmissionDecision], last: date, by: Actor) -> Sitting:
    """The sitting of a day, with what it pronounced and who was there."""
    sitting = planning.plan_sitting(board, by=by, day=last, at=time(14), minutes=180)
    Sitting.objects.filter(pk=sitting.pk).update(
        state=SittingState.CLOSED,
        opened_at=sitting.starts_at(by.organisation.time_zone),
        closed_at=sitting.ends_at(by.organisation.time_zone),
    )
    rows = pronounced.filter(decided_on=last).select_related("pathway").order_by("pk")[:MOST_DECIDED]
    for position, row in enumerate(rows, start=1):
        _decided(sitting, row, row.pathway, position, by)
    chance = Random(f"boards {board.pk} {last}")  # noqa: S311 - nothing secret is drawn
    for seat in board.seats.all():
        holder = seat.holders.order_by("rank").first()
        is_away = chance.random() < 0.2
        Presence.objects.create(
            organisation_id=board.organisation_id,
            sitting=sitting,
            seat=seat,
            holder=holder,
            attendance=Attendance.EXCUSED if is_away else Attendance.PRESENT,
            name="" if is_away or holder is None else holder.name,
            noted_by=by.member,
        )
    return sitting


def _item(sitting: Sitting, pathway: Pathway, position: int, by: Actor) -> SittingItem:
    return SittingItem.objects.create(
        organisation_id=sitting.organisation_id,
        person_id=pathway.person_id,
        sitting=sitting,
        kind=ItemKind.ADMISSION,
        pathway=pathway,
        programme_id=pathway.programme_id,
        position=position,
        minutes=15,
        presenter=pathway.referent,
        state=ItemState.DECIDED,
        added_by=by.member,
    )


def _decided(sitting: Sitting, row: AdmissionDecision, pathway: Pathway, position: int, by: Actor) -> None:
    item = _item(sitting, pathway, position, by)
    said = ItemDecision(
        organisation_id=sitting.organisation_id,
        person_id=row.person_id,
        item=item,
        level=Level.DECISION,
        outcome=Outcome(row.outcome),
        decision_code=row.decision,
        decided_on=row.decided_on,
        effective_from=row.effective_from,
        authority=row.authority,
        admission_id=row.pk,
        redirected_to="Un accueil de jour" if row.outcome == Outcome.REDIRECTED else "",
        recorded_by=row.recorded_by,
    )
    key = sealing.key_for(item)
    if row.outcome == Outcome.ADJOURNED:
        sealing.write(said, "sealed_missing", LACKING, key=key)
    if row.outcome == Outcome.REFUSED:
        sealing.write(said, "sealed_reason", AGAINST, key=key)
    said.save(force_insert=True)


def _next(board: Board, by: Actor, *, place: str) -> Sitting:
    """The sitting to come, with everything that waits on its agenda."""
    sitting = planning.plan_sitting(board, by=by, day=worked(by.today + timedelta(days=AHEAD)), place=place)
    found = waiting.candidates(by, board, on=sitting.day)
    agenda.put_on_agenda(sitting, [one for one in found if one.is_due], by=by)
    return sitting


def _calvados(here: Settled, by: Actor) -> None:
    """An opinion, then the decision of whoever presides over the département; the person may be heard."""
    wanted = BoardWanted(
        label="Équipe pluridisciplinaire",
        body="l’équipe pluridisciplinaire",
        powers=("review", "reorientation", "opinion"),
        is_two_level=True,
        authority="la présidence du conseil départemental",
        every_months=1,
        quorum=2,
        hears_person=True,
        source="CASF, L262-39",
    )
    colleges = [
        SeatWanted(
            "Insertion sociale et professionnelle",
            _holders([("Maud Lecanuet", "Service insertion", Rank.HOLDER)]),
        ),
        SeatWanted("France Travail", _holders([("Hugo Vautier", "France Travail", Rank.HOLDER)])),
        SeatWanted("Représentants des bénéficiaires", _holders([("Nathalie Brisset", "", Rank.HOLDER)])),
    ]
    _with_opinions(wanted, colleges, by, number=3)


def _lierre(here: Settled, by: Actor) -> None:
    """The cellule d'appui gives an opinion on situations that stay stuck."""
    wanted = BoardWanted(
        label="Cellule d’appui",
        body="la cellule d’appui",
        powers=("opinion",),
        every_months=2,
        quorum_mode="none",
        source="B1.14",
    )
    colleges = [
        SeatWanted("Centre Le Lierre", (HolderWanted(by.member.display_name, member=by.member),)),
        SeatWanted(
            "Travail social de secteur", _holders([("Corinne Mangin", "Centre médico-social", Rank.HOLDER)])
        ),
        SeatWanted("Partenaires de santé", _holders([("Yann Kessler", "Atelier santé ville", Rank.HOLDER)])),
    ]
    _with_opinions(wanted, colleges, by, number=2)


def _with_opinions(wanted: BoardWanted, colleges: Sequence[SeatWanted], by: Actor, *, number: int) -> None:
    board = boards.make_board(wanted, colleges, by=by, on=by.today - SINCE)
    sitting = planning.plan_sitting(board, by=by, day=worked(by.today + timedelta(days=AHEAD - 3)))
    running = Pathway.objects.visible_to(by).filter(organisation=by.organisation).running()
    known: set[object] = set()
    for pathway in running.order_by("opened_on", "pk")[: number * 3]:
        if pathway.person_id in known or len(known) == number:
            continue
        person = Person.objects.visible_to(by).filter(pk=pathway.person_id).first()
        if person is not None:
            known.add(person.pk)
            agenda.add_by_hand(sitting, by=by, kind=ItemKind.OPINION, person=person, pathway=pathway)
