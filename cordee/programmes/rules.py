"""The rules a programme definition may name: at the entry, on a move, at an exit.

Each looks at `PathwayFacts` and answers with a verdict in words a professional can read to the person.
None computes a score, none decides; what is not known gives a warning that says what is missing.
The number (ENT-01) is what users are shown; the name of the function is what definitions write.
"""

from __future__ import annotations

from cordee.kernel.verdict import Verdict, breaks, passes, reminds, rule, unsure
from cordee.kernel.words import french_day, french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.facts import PathwayFacts
from cordee.programmes.vocabulary import AUTHORITIES, RESOURCES

BY_DEFINITION = "Définition du programme"


def _age_says(*, at_least: int | None = None, below: int | None = None) -> str:
    if at_least is None:
        return _("Avoir moins de {below} ans.", below=below)
    if below is None:
        return _("Avoir au moins {at_least} ans.", at_least=at_least)
    return _("Avoir au moins {at_least} ans et moins de {below} ans.", at_least=at_least, below=below)


@rule("ENT-01", source=BY_DEFINITION, says=_age_says)
def age_within(facts: PathwayFacts, *, at_least: int | None = None, below: int | None = None) -> Verdict:
    """Is the person old enough, and young enough, on the day examined?

    at_least, below: whole years; lower bound included, upper bound excluded.
    A birth date known by month or year alone may leave the answer open; it then warns.
    Born on 29 February: a year older on 1 March in common years.
    """
    ages = facts.birth.age_range(facts.on)
    if ages is None:
        return unsure(_("La date de naissance n’est pas connue : l’âge est à vérifier."))
    youngest, oldest = ages
    asked = _age_says(at_least=at_least, below=below)
    low, high = at_least or 0, 10**4 if below is None else below
    if oldest < low or youngest >= high:
        return breaks(_("À cette date la personne a {age} ans. {asked}", age=oldest, asked=asked))
    if youngest < low or oldest >= high:
        return unsure(_("La date de naissance n’est connue qu’en partie. {asked}", asked=asked))
    return passes()


@rule("ENT-02", source=BY_DEFINITION, says=_("Une orientation a été reçue.").format)
def orientation_recorded(facts: PathwayFacts) -> Verdict:
    """Has an orientation towards this programme been taken down, on or before the day examined?"""
    if facts.orientation_on is None:
        return breaks(_("Aucune orientation vers ce programme n’est enregistrée."))
    if facts.orientation_on > facts.on:
        received = french_day(facts.orientation_on)
        return breaks(_("L’orientation n’a été reçue que le {day}.", day=received))
    return passes()


@rule("ENT-03", source=BY_DEFINITION, says=_("On sait qui oriente la personne.").format)
def prescriber_known(facts: PathwayFacts) -> Verdict:
    """Is it known who orients the person, so that news can be given back?"""
    return passes() if facts.prescriber_named else breaks(_("Il manque le nom de qui oriente la personne."))


@rule("ENT-04", source=BY_DEFINITION, says=_("L’admission a été prononcée par {by}.").format)
def admission_decided(facts: PathwayFacts, *, by: str) -> Verdict:
    """Has the admission been pronounced, and does it already take effect?

    by: who pronounces it, as called in a sentence (« la commission insertion »).
    The day the decision takes effect is included.
    """
    decision = facts.admission
    if decision is None or decision.decided_on > facts.on:
        return breaks(_("Admission à prononcer par {by}.", by=by))
    if decision.outcome != "admitted":
        day = french_day(decision.decided_on)
        return breaks(
            _("La décision prise le {day} par {by} n’est pas une admission.", day=day, by=by),
        )
    if decision.from_on > facts.on:
        return breaks(_("L’admission prend effet le {day}.", day=french_day(decision.from_on)))
    return passes()


def _authorities_says(*, among: tuple[str, ...]) -> str:
    listed = french_list([AUTHORITIES.get(code, code) for code in among], "ou")
    return _("La décision d’orientation nomme l’autorité qui la prend : {listed}.", listed=listed)


@rule("ENT-05", source="Code du travail, L5411-5-1 II (RSA-02)", says=_authorities_says)
def decision_named_authority(facts: PathwayFacts, *, among: tuple[str, ...]) -> Verdict:
    """Does the orientation decision name an authority entitled to take it?

    among: codes of the authorities entitled; any other may only decide by a recorded delegation.
    """
    authority = facts.deciding_authority
    if not authority:
        return unsure(_("La décision d’orientation ne dit pas encore qui l’a prise."))
    if authority in among or facts.delegation_recorded:
        return passes()
    entitled = french_list([AUTHORITIES.get(code, code) for code in among], "ou")
    return breaks(_("Cette décision revient à {entitled}, sauf délégation enregistrée.", entitled=entitled))


def _receives_says(*, any_of: tuple[str, ...]) -> str:
    listed = french_list([RESOURCES.get(code, code) for code in any_of], "ou")
    return _("Percevoir {listed}.", listed=listed)


@rule("ENT-06", source=BY_DEFINITION, says=_receives_says)
def receives(facts: PathwayFacts, *, any_of: tuple[str, ...]) -> Verdict:
    """Does the person receive one of these resources?

    any_of: codes of resources ("rsa", "aah"…).
    """
    asked = _receives_says(any_of=any_of)
    if facts.resources is None:
        return unsure(_("Les ressources ne sont pas connues. {asked}", asked=asked))
    return passes() if facts.resources & set(any_of) else breaks(asked)


@rule(
    "ENT-07",
    source="Code du travail, L5213-2-1 et D5213-89 (EA-01)",
    says=_("Être reconnu travailleur handicapé, ou accompagné par un ESAT avec un projet ordinaire.").format,
)
def disability_recognised(facts: PathwayFacts) -> Verdict:
    """Is a disability recognised (RQTH or what is worth it)?"""
    if facts.disability_recognised is None:
        return unsure(_("La reconnaissance du handicap n’est pas renseignée."))
    return passes() if facts.disability_recognised else breaks(_("Aucune reconnaissance du handicap."))


@rule("ENT-08", source=BY_DEFINITION, says=_("Les envies de la personne sont notées, dans ses mots.").format)
def wishes_recorded(facts: PathwayFacts) -> Verdict:
    """Are the person's own wishes written down? They come first."""
    return passes() if facts.wishes_recorded else breaks(_("Les envies de la personne ne sont pas notées."))


@rule("ENT-09", source=BY_DEFINITION, says=_("L’orientation envisagée à la sortie est notée.").format)
def exit_orientation_foreseen(facts: PathwayFacts) -> Verdict:
    """Is the orientation at the exit already thought of?"""
    return (
        passes() if facts.exit_target else breaks(_("L’orientation envisagée à la sortie n’est pas notée."))
    )


@rule(
    "ENT-10",
    source="Arrêté sur l’emploi accompagné, 1er décembre 2025 (EA-04)",
    says=_("Rien n’est demandé sur l’employabilité : personne n’est écarté.").format,
)
def no_prerequisite(facts: PathwayFacts) -> Verdict:
    """Reminds that nothing about employability may keep a person out."""
    return reminds(_("Aucune condition d’employabilité n’est demandée : personne n’est écarté."))


@rule(
    "ENT-11",
    source=BY_DEFINITION,
    says=_("Une personne est désignée : {label}.").format,
    refers={"role": "roles"},
)
def role_filled(facts: PathwayFacts, *, role: str, label: str) -> Verdict:
    """Is somebody named in this role around the person?

    role: the code of a role of the definition. label: how it is called in the sentence.
    """
    return passes() if role in facts.circle else breaks(_("Il reste à désigner : {label}.", label=label))


def _papers_says(*, papers: tuple[str, ...], label: str) -> str:
    return _("Papiers attendus : {label}.", label=label)


@rule("ENT-12", source=BY_DEFINITION, says=_papers_says, refers={"papers": "papers"})
def papers_received(facts: PathwayFacts, *, papers: tuple[str, ...], label: str) -> Verdict:
    """Have the papers a step needs been received?

    papers: codes of papers of the definition. label: how they are called in the sentence.
    """
    if facts.papers_received is None or set(papers) - facts.papers_received:
        return unsure(_("Il manque encore : {label}.", label=label))
    return passes()


@rule("ENT-13", source=BY_DEFINITION, says="{text}".format)
def reminder(facts: PathwayFacts, *, text: str) -> Verdict:
    """Something to have in mind at that moment, which Cordée does not check.

    text: the sentence shown.
    """
    return reminds(text)
