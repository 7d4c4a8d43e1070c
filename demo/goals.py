"""Projects of the territory: words, goals and their steps, a review or two, where one thinks of going. Invented words.

Goals are those of each programme's own catalogue, taken in its order; what is said of them depends on their part of the
dossier, never on the programme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation, zone
from cordee.assessments.fetch import person_with_key
from cordee.goals.access import FOLLOWERS, may_write
from cordee.goals.actions import GoalWanted, set_goal
from cordee.goals.enums import Who
from cordee.goals.foreseeing import Foreseen, foresee, write_project
from cordee.goals.models import BaseGoal, BaseStep, is_sealed_whole
from cordee.goals.reviewing import Reviewed, review_goals
from cordee.goals.section import GoalLine, Goals, goals_of_programme
from cordee.goals.stepping import StepWanted, add_step, move_step, note_hours
from cordee.kernel.hours import monday_of
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.programmes.cached import definition_of
from demo.situations import TOLD, followed_in

MOST = 9  # dossiers of each house where a project is told
MONTH = timedelta(days=30)
LIFE = (
    "Un chez-moi au calme, avec une porte qui ferme. Revoir ma fille le dimanche.",
    "Ne plus rester dans ma chambre toute la journée. Connaître des gens ici.",
    "Que les enfants soient bien, et moi aussi. Dormir sans compter les factures.",
    "Retourner à la pêche avec mon frère. Être tranquille.",
)
CAREER = (
    "Travailler dehors, avec une petite équipe. Pas plus de quatre matins pour commencer.",
    "La cuisine, j’aime bien. J’aimerais un vrai papier qui dit que je sais faire.",
    "M’occuper des personnes âgées, comme j’ai fait pour ma mère.",
    "Je ne sais pas encore. Essayer deux ou trois choses avant de dire.",
)
# By the sign of the axis: what the person says, and what is done for it (what, who, which partner).
Plan = tuple[str, tuple[tuple[str, Who, str], ...]]
SAID: Mapping[str, tuple[Plan, ...]] = {
    "home": (
        (
            "Ouvrir mon courrier le jour où il arrive",
            (
                ("Trier la pile du tiroir, ensemble", Who.PROFESSIONAL, ""),
                ("Ouvrir les lettres le mardi", Who.PERSON, ""),
                ("Rendez-vous au service social", Who.PARTNER, "CMS des Tilleuls"),
            ),
        ),
        (
            "Avoir mon nom sur une boîte aux lettres",
            (
                ("Préparer le dossier de demande", Who.PROFESSIONAL, ""),
                ("Demander la copie des avis d’impôt", Who.PERSON, ""),
                ("Visite d’un logement", Who.PARTNER, "Habitat du Canal"),
            ),
        ),
    ),
    "people": (
        (
            "Sortir de chez moi deux fois par semaine",
            (
                ("Y aller ensemble la première fois", Who.PROFESSIONAL, ""),
                ("Venir le jeudi, même une heure", Who.PERSON, ""),
                ("Sortie au musée avec le groupe", Who.PARTNER, "Maison de quartier des Genêts"),
            ),
        ),
        (
            "Aller au marché sans attendre ma sœur",
            (
                ("Repérer le trajet à pied, ensemble", Who.PROFESSIONAL, ""),
                ("Y aller un mardi, sans rien acheter", Who.PERSON, ""),
            ),
        ),
    ),
    "heart": (
        (
            "Dire ce que je pense sans m’excuser",
            (
                ("Parler de ce qui va, à chaque entretien", Who.PROFESSIONAL, ""),
                ("Prendre la parole une fois au groupe", Who.PERSON, ""),
            ),
        ),
        (
            "Refaire de la couture",
            (
                ("Venir à l’atelier couture", Who.PERSON, ""),
                ("Retrouver la machine à coudre", Who.PROFESSIONAL, ""),
            ),
        ),
    ),
    "work": (
        (
            "Tenir trois matinées, sans m’épuiser",
            (
                ("Commencer par deux matinées", Who.PERSON, ""),
                ("Faire le point chaque vendredi", Who.PROFESSIONAL, ""),
                ("Visite d’un atelier", Who.PARTNER, "Les Ateliers du Canal"),
            ),
        ),
        (
            "Savoir dire ce que je sais faire",
            (
                ("Écrire ensemble ses savoir-faire", Who.PROFESSIONAL, ""),
                ("Le dire à voix haute, devant le groupe", Who.PERSON, ""),
            ),
        ),
    ),
    "training": (
        (
            "Avoir un papier qui dit que je sais faire",
            (
                ("Réunion d’information sur le diplôme", Who.PARTNER, "Centre de formation des Genêts"),
                ("Remplir l’inscription ensemble", Who.PROFESSIONAL, ""),
                ("Réviser une heure le samedi", Who.PERSON, ""),
            ),
        ),
    ),
    "bus": (
        (
            "Prendre le bus jusqu’à la zone des Genêts",
            (
                ("Faire le trajet ensemble, un jour sans horaire", Who.PROFESSIONAL, ""),
                ("Le refaire seul, avec le téléphone au cas où", Who.PERSON, ""),
            ),
        ),
    ),
    "papers": (
        (
            "Ne plus avoir peur des papiers",
            (
                ("Faire la liste des droits à ouvrir", Who.PROFESSIONAL, ""),
                ("Apporter les trois derniers avis", Who.PERSON, ""),
                ("Rendez-vous à la CAF", Who.PARTNER, "CAF, accueil du canal"),
            ),
        ),
    ),
}
HEARD = (
    "J’ai encore du mal le lundi, mais je viens.",
    "Je ne pensais pas y arriver.",
    "C’est bien comme ça, je veux garder le rythme.",
)


@dataclass(frozen=True)
class Told:
    """Who tells: the referent as they were on a day."""

    pathway: Pathway
    section: Goals
    actor: Actor
    rank: int

    def on(self, day: date) -> Actor:
        return replace(self.actor, today=day)


def make(house: Organisation, rng: Random, now: datetime) -> int:
    """Projects of a few people of a house, in its own context. Returns how many."""
    today = now.astimezone(zone(house.time_zone)).date()
    able = [one for one in followed_in(house) if goals_of_programme(definition_of(one.programme_version_id))]
    told = [one for one in able if one.person.usage_name in TOLD]
    others = [one for one in able if one not in told]
    made = 0
    for rank, pathway in enumerate(told + rng.sample(others, min(MOST, len(others)))):
        actor = actor_for(pathway.referent.user_id, pathway.referent_id, today) if pathway.referent else None
        section = goals_of_programme(definition_of(pathway.programme_version_id))
        if (
            actor is None
            or section is None
            or actor.member != pathway.referent
            or not actor.roles & FOLLOWERS
        ):
            continue
        _tell(Told(pathway, section, actor, rank))
        made += 1
    return made


def _tell(told: Told) -> None:
    first = min(told.pathway.opened_on + timedelta(days=14), told.actor.today)
    by = told.on(first)
    person = person_with_key(told.actor, told.pathway.person_id)
    for kind, words in (("life", LIFE), ("career", CAREER)):
        text = words[told.rank % len(words)]
        write_project(person, told.pathway, by=by, kind=kind, words=text, on=first)
    if told.rank % 4:  # one in four shows the word said when nothing is foreseen
        _foresee(told, person, by)
    goals = [_goal(told, person, line, place, first) for place, line in enumerate(_lines(told, person))]
    _review(told, person, goals, first)


def _lines(told: Told, person: Person) -> list[GoalLine]:
    """Two or three lines of the catalogue, of open parts, one at most of an axis where there is choice."""
    section, found, axes = told.section, [], set()
    for line in section.catalogue[told.rank % 2 :]:
        axis = section.axis(line.axis)
        if axis is None or axis.icon not in SAID or axis.code in axes:
            continue
        if may_write(told.actor, person, axis.partition, "goal:set"):
            axes.add(axis.code)
            found.append(line)
    return found[: 2 + told.rank % 2]


def _foresee(told: Told, person: Person, by: Actor) -> None:
    dimensions = [
        one
        for one in told.section.dimensions
        if one.targets and may_write(told.actor, person, one.partition, "orientation:foresee")
    ]
    wanted = {
        one.code: Foreseen(
            one.targets[told.rank % len(one.targets)].code, "à son rythme" if not place else ""
        )
        for place, one in enumerate(dimensions[: 1 + told.rank % 3])
    }
    foresee(person, told.pathway, wanted, by=by)


def _goal(told: Told, person: Person, line: GoalLine, place: int, first: date) -> BaseGoal:
    axis = told.section.axis(line.axis)
    plans = SAID[axis.icon if axis else "work"]
    words, steps = plans[told.rank % len(plans)]
    wanted = GoalWanted(
        line.axis,
        line.code,
        words,
        set_on=first,
        target_on=max(told.actor.today, first) + MONTH * (2 + place),
        agreed_on=first if (told.rank + place) % 5 else None,
    )
    goal = set_goal(person, told.pathway, wanted, by=told.on(first))
    for turn, (what, who, partner) in enumerate(steps[: 1 + (told.rank + place) % 3]):
        _step(told, person, goal, StepWanted(words=what, who=who, partner=partner), turn, first)
    return goal


def _step(told: Told, person: Person, goal: BaseGoal, wanted: StepWanted, turn: int, first: date) -> None:
    """The first step of most goals is done, the second begun, the others to come; some are late."""
    today, rank = told.actor.today, told.rank
    due = today + timedelta(days=(turn * 12) - 3 + rank % 9)
    charge = told.actor.member if wanted.who == Who.PROFESSIONAL else None
    wanted = replace(wanted, in_charge=charge, due_on=max(due, first))
    makes_hours = turn == 1 and wanted.who != Who.PROFESSIONAL and not is_sealed_whole(goal.partition)
    if makes_hours:
        wanted = replace(
            wanted, minutes=180, is_weekly=True, from_on=first, due_on=max(due, first) + MONTH, kind="activity",
            is_supervised=wanted.who == Who.PARTNER,
        )  # fmt: skip
    step = add_step(goal, person, wanted, by=told.on(first), on=first)
    if turn == 0 and rank % 3 and today > first:
        move_step(step, person, "do", by=told.on(today), on=max(first, today - timedelta(days=20)))
    elif turn == 1 and rank % 2:
        move_step(step, person, "begin", by=told.on(today), on=max(first, today - timedelta(days=6)))
    if makes_hours:
        _say_hours(told, person, step, first)


def _say_hours(told: Told, person: Person, step: BaseStep, first: date) -> None:
    """The last weeks: as planned, a little less with a reason, nothing said yet of this one."""
    monday = monday_of(told.actor.today)
    said = {
        week: one
        for week, one in (
            (monday - timedelta(weeks=2), (180, 0)),
            (monday - timedelta(weeks=1), (120, 60)),
        )
        if week >= monday_of(first)
    }
    note_hours(step, person, said, by=told.actor, seen=_version(step))


def _version(step: BaseStep) -> int:
    step.refresh_from_db(fields=["version"])
    return step.version


def _review(told: Told, person: Person, goals: Sequence[BaseGoal], first: date) -> None:
    """Held once for most; some goals are reached, some kept, one changed for another."""
    day = told.actor.today - timedelta(days=9 + told.rank)
    if not goals or told.rank % 3 == 2 or day <= first:
        return
    outcomes = ("maintained", "continued", "reached", "changed")
    said = []
    for place, goal in enumerate(goals):
        outcome = outcomes[(told.rank + place) % 4]
        new = "Le faire sans personne à côté" if outcome == "changed" else ""
        said.append(Reviewed(goal, outcome, words=HEARD[(told.rank + place) % len(HEARD)], new_words=new))
    review_goals(person, told.pathway, said, by=told.on(told.actor.today), on=day)
