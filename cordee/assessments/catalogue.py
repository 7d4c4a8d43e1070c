"""Which things one may know of a situation, theme by theme, and in which part of the dossier each stands.

A code is stored, a label shown; a code no longer here is shown as it is, never lost. Levels of education are those of
the French framework (décret 2019-14), French is said in the CEFR, the RSA in the words of the CAF.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.assessments.enums import Kind
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.papers.rules import RESIDENCE, RQTH

Labels = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing one may know. choices: code → label, of a choice; no: how « none » is said, where it is an answer.

    number, text, from_on, until_on, renewal: the labels of what completes the answer, empty when it is not asked.
    repeats: there may be several (diplomas, stays). ends_as: the delay its end is announced with (papers.rules).
    counts_since: how long it has lasted is worth saying.
    """

    code: str
    label: Any
    kind: str = Kind.ONE
    choices: Labels = field(default_factory=dict)
    no: Any = ""
    number: Any = ""
    text: Any = ""
    from_on: Any = ""
    until_on: Any = ""
    renewal: Any = ""
    hint: Any = ""
    repeats: bool = False
    ends_as: str = ""
    counts_since: bool = False


@dataclass(frozen=True)
class Theme:
    """What is spoken of together. slug: as addresses say it; icon: its sign."""

    code: str
    slug: str
    label: Any
    partition: Partition
    icon: str
    items: tuple[Item, ...]

    @property
    def is_restricted(self) -> bool:
        return bool(self.partition & RESTRICTED_PARTITIONS)

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        return {item.code: item for item in self.items}


SOCIAL, EMPLOYMENT = Partition.SOCIAL, Partition.EMPLOYMENT
SINCE, UNTIL, MORE = _("Depuis le"), _("Jusqu’au"), _("Précision")
FILED = _("Renouvellement déposé le")

HOUSEHOLD = Theme(
    "household",
    "foyer",
    _("Foyer"),
    SOCIAL,
    icon="people",
    items=(
        Item(
            "household",
            _("Vit"),
            choices={
                "alone": _("seul·e"),
                "lone_parent": _("seul·e avec ses enfants"),
                "couple": _("en couple, sans enfant au foyer"),
                "couple_children": _("en couple, avec des enfants"),
                "parents": _("chez ses parents"),
                "others": _("avec d’autres personnes"),
            },
            from_on=SINCE,
            text=MORE,
        ),
        Item("children", _("Enfants à charge"), Kind.YES, number=_("Combien"), text=_("Âges, garde")),
        Item(
            "childcare",
            _("Garde des enfants"),
            choices={
                "settled": _("une solution tient"),
                "fragile": _("une solution fragile"),
                "none": _("aucune solution"),
            },
            no=_("pas besoin"),
            text=MORE,
        ),
        Item("carer", _("Aide un proche malade, âgé ou handicapé"), Kind.YES, text=MORE),
    ),
)

RESOURCES = Theme(
    "resources",
    "ressources",
    _("Ressources"),
    SOCIAL,
    icon="wallet2",
    items=(
        Item(
            "resources",
            _("Ressources"),
            Kind.MANY,
            choices={
                "rsa": _("RSA"),
                "activity": _("prime d’activité"),
                "aah": _("AAH"),
                "ass": _("ASS"),
                "unemployment": _("allocation chômage"),
                "pension": _("pension d’invalidité"),
                "wage": _("salaire"),
                "sick_pay": _("indemnités journalières"),
                "family": _("prestations familiales"),
                "housing_aid": _("aide au logement"),
                "retirement": _("retraite, ASPA"),
                "other": _("autre"),
            },
            no=_("aucune"),
            text=MORE,
        ),
        Item(
            "rsa",
            _("Droit au RSA"),
            choices={
                "paid": _("ouvert, versé"),
                "suspended": _("ouvert, suspendu"),
                "asked": _("demande en cours"),
                "refused": _("refusé"),
                "closed": _("clos"),
            },
            no=_("pas concerné·e"),
            from_on=SINCE,
            text=MORE,
        ),
        Item(
            "duties",
            _("Soumis aux droits et devoirs"),
            Kind.YES,
            from_on=SINCE,
            text=MORE,
            hint=_("Tel que le dit la CAF ou la MSA. Sans ces devoirs, le contrat est facultatif."),
        ),
        Item(
            "budget",
            _("Budget"),
            choices={
                "balanced": _("tient"),
                "tight": _("serré"),
                "short": _("les charges dépassent les ressources"),
            },
            text=MORE,
        ),
        Item("debts", _("Dettes ou surendettement"), Kind.YES, text=MORE),
    ),
)

HOUSING = Theme(
    "housing",
    "logement",
    _("Logement et quartier"),
    SOCIAL,
    icon="house-door",
    items=(
        Item(
            "housing",
            _("Logement"),
            choices={
                "social": _("locataire, logement social"),
                "private": _("locataire, logement privé"),
                "owner": _("propriétaire"),
                "parents": _("chez ses parents"),
                "hosted": _("hébergé·e chez un tiers"),
                "collective": _("hébergement collectif (CHRS, CADA…)"),
                "adapted": _("logement adapté (résidence, intermédiation)"),
                "foyer": _("foyer d’un établissement"),
                "hotel": _("hôtel"),
                "makeshift": _("habitat de fortune, caravane"),
                "unfit": _("logement insalubre"),
                "street": _("sans hébergement"),
                "care": _("en établissement de soins"),
            },
            from_on=SINCE,
            text=MORE,
        ),
        Item("must_leave", _("Doit quitter son logement"), Kind.YES, until_on=_("Avant le"), text=MORE),
        Item("neighbourhood", _("Quartier"), Kind.WORDS, text=_("Quartier")),
        Item("qpv", _("Quartier prioritaire (QPV)"), Kind.YES, hint=_("À vérifier sur sig.ville.gouv.fr.")),
    ),
)

WORK = Theme(
    "work",
    "travail",
    _("Études et travail"),
    EMPLOYMENT,
    icon="briefcase",
    items=(
        Item(
            "work",
            _("Travail aujourd’hui"),
            choices={
                "working": _("en emploi"),
                "without": _("sans emploi"),
                "never": _("n’a jamais travaillé"),
                "training": _("en formation"),
                "esat": _("en ESAT"),
                "sick": _("en arrêt, en invalidité"),
            },
            from_on=SINCE,
            text=MORE,
            counts_since=True,
        ),
        Item("france_travail", _("Inscrit·e à France Travail"), Kind.YES, from_on=SINCE),
        Item(
            "education",
            _("Niveau d’études"),
            choices={
                "none": _("jamais allé·e à l’école"),
                "primary": _("école primaire"),
                "before_3": _("sans diplôme, avant un CAP"),
                "3": _("CAP, BEP (niveau 3)"),
                "4": _("baccalauréat (niveau 4)"),
                "5": _("bac + 2 (niveau 5)"),
                "6": _("bac + 3, + 4 (niveau 6)"),
                "7": _("bac + 5 et plus (niveaux 7, 8)"),
            },
            text=MORE,
        ),
        Item(
            "diploma",
            _("Diplôme, certificat"),
            Kind.WORDS,
            text=_("Lequel, où"),
            from_on=_("Obtenu le"),
            repeats=True,
        ),
        Item(
            "job",
            _("Expérience"),
            Kind.WORDS,
            text=_("Métier, employeur"),
            from_on=_("Du"),
            until_on=_("Au"),
            repeats=True,
        ),
    ),
)

LANGUAGE = Theme(
    "language",
    "langue-et-numerique",
    _("Français, lecture, numérique"),
    EMPLOYMENT,
    icon="chat-square-text",
    items=(
        Item(
            "french",
            _("Français"),
            choices={
                "native": _("langue de naissance ou courante"),
                "c": _("C1, C2"),
                "b2": _("B2"),
                "b1": _("B1"),
                "a2": _("A2"),
                "a1": _("A1"),
                "below": _("avant A1"),
            },
            text=MORE,
        ),
        Item(
            "reading",
            _("Lire et écrire"),
            choices={
                "easy": _("sans difficulté"),
                "slow": _("avec effort"),
                "helped": _("avec de l’aide"),
                "not_french": _("dans une autre langue seulement"),
                "not": _("ne lit pas"),
            },
            text=MORE,
        ),
        Item(
            "digital",
            _("À l’aise avec le numérique"),
            choices={
                "easy": _("seul·e"),
                "some": _("avec un peu d’aide"),
                "much": _("avec beaucoup d’aide"),
            },
            no=_("ne s’en sert pas"),
            text=MORE,
        ),
        Item(
            "equipment",
            _("Équipement"),
            Kind.MANY,
            choices={
                "smartphone": _("téléphone connecté"),
                "computer": _("ordinateur ou tablette"),
                "internet": _("Internet chez soi"),
                "email": _("adresse électronique"),
            },
            no=_("aucun"),
        ),
    ),
)

RESIDENCE_PERMIT = Theme(
    "permit",
    "sejour",
    _("Séjour"),
    SOCIAL,
    icon="passport",
    items=(
        Item(
            "permit",
            _("Titre de séjour"),
            choices={
                "temporary": _("carte d’un an"),
                "multiyear": _("carte pluriannuelle"),
                "resident": _("carte de résident"),
                "refugee": _("réfugié·e ou protection subsidiaire"),
                "asylum": _("demande d’asile"),
                "receipt": _("récépissé, attestation de prolongation"),
                "visa": _("visa long séjour"),
                "none": _("sans titre"),
            },
            no=_("pas concerné·e (France, UE)"),
            from_on=SINCE,
            until_on=UNTIL,
            renewal=FILED,
            text=MORE,
            ends_as=RESIDENCE,
        ),
        Item("right_to_work", _("Droit de travailler"), Kind.YES, text=MORE),
    ),
)

DISABILITY = Theme(
    "disability",
    "handicap",
    _("Handicap, MDPH"),
    EMPLOYMENT,
    icon="universal-access",
    items=(
        Item(
            "rqth",
            _("RQTH"),
            choices={
                "dated": _("reconnue, avec une fin"),
                "permanent": _("reconnue, sans fin"),
                "equivalent": _("titre qui vaut RQTH"),
                "asked": _("demandée"),
            },
            no=_("non"),
            from_on=_("Depuis le"),
            until_on=UNTIL,
            renewal=FILED,
            ends_as=RQTH,
            text=MORE,
            hint=_(
                "Une orientation en ESAT ou en ESRP vaut RQTH\u202f; de 15 à 20 ans, l’AEEH, la PCH ou un PPS aussi."
            ),
        ),
        Item(
            "mdph",
            _("Dossier MDPH"),
            choices={
                "preparing": _("en préparation"),
                "filed": _("déposé"),
                "decided": _("décision reçue"),
            },
            no=_("aucun"),
            from_on=_("Le"),
            text=MORE,
        ),
        Item(
            "cdaph",
            _("Décision de la CDAPH"),
            choices={
                "esat": _("orientation en ESAT"),
                "esrp": _("orientation en ESRP"),
                "ordinary": _("milieu ordinaire"),
                "supported": _("emploi accompagné"),
                "savs": _("SAVS, SAMSAH"),
                "aah": _("AAH"),
                "pch": _("PCH"),
                "cmi": _("carte mobilité inclusion"),
                "aeeh": _("AEEH"),
                "other": _("autre décision"),
            },
            from_on=_("Du"),
            until_on=_("Au"),
            renewal=FILED,
            ends_as=RQTH,
            text=MORE,
            repeats=True,
        ),
    ),
)

MOBILITY = Theme(
    "mobility",
    "mobilite",
    _("Mobilité"),
    EMPLOYMENT,
    icon="bus-front",
    items=(
        Item(
            "licence",
            _("Permis de conduire"),
            choices={
                "b": _("permis B"),
                "other": _("autre permis"),
                "code": _("code obtenu"),
                "learning": _("en cours"),
                "suspended": _("suspendu ou annulé"),
                "foreign": _("étranger, non échangé"),
            },
            no=_("aucun"),
            text=MORE,
        ),
        Item(
            "means",
            _("Se déplace"),
            Kind.MANY,
            choices={
                "car": _("en voiture"),
                "two_wheels": _("à deux-roues motorisé"),
                "bike": _("à vélo"),
                "transit": _("en transports"),
                "shared": _("en covoiturage"),
                "walk": _("à pied"),
            },
            no=_("aucun moyen"),
            text=MORE,
        ),
        Item(
            "reach",
            _("Va jusqu’où"),
            choices={
                "neighbourhood": _("au quartier"),
                "town": _("à la ville"),
                "area": _("au bassin d’emploi"),
                "further": _("plus loin"),
            },
            text=MORE,
        ),
    ),
)

HEALTH = Theme(
    "health",
    "sante",
    _("Santé"),
    Partition.HEALTH,
    icon="heart-pulse",
    items=(
        Item(
            "coverage",
            _("Couverture maladie"),
            choices={
                "complete": _("sécurité sociale et complémentaire"),
                "css": _("complémentaire santé solidaire"),
                "base": _("sécurité sociale seule"),
                "ame": _("aide médicale de l’État"),
                "none": _("aucune"),
            },
            until_on=UNTIL,
            text=MORE,
        ),
        Item("doctor", _("Médecin traitant"), Kind.YES, text=_("Qui")),
        Item(
            "effect",
            _("Effets sur le travail"),
            choices={
                "none": _("n’empêche pas de travailler"),
                "some_jobs": _("écarte certains métiers"),
                "absences": _("des absences régulières"),
                "later": _("pas de reprise tout de suite"),
                "stopped": _("plus d’activité possible aujourd’hui"),
            },
            text=_("Ce qui aide, ce qu’il faut éviter"),
        ),
        Item("care", _("Suivi de soins"), Kind.YES, from_on=SINCE, text=_("Par qui, à quel rythme")),
        Item(
            "continuity",
            _("Continuité des soins"),
            Kind.YES,
            text=_("Qui fait le lien, qui appeler si elle ne vient plus"),
        ),
        Item(
            "stay",
            _("Séjour à l’hôpital"),
            Kind.WORDS,
            text=_("Où, qui fait le lien à la sortie"),
            from_on=_("Du"),
            until_on=_("Au"),
            repeats=True,
        ),
    ),
)

PROTECTION = Theme(
    "protection",
    "protection",
    _("Violences, justice"),
    Partition.PROTECTED,
    icon="shield",
    items=(
        Item(
            "violence",
            _("Violences subies"),
            Kind.YES,
            from_on=SINCE,
            text=_("Ce qu’elle en dit, ce qui la met à l’abri"),
        ),
        Item("order", _("Ordonnance de protection"), Kind.YES, from_on=_("Du"), until_on=_("Au"), text=MORE),
        Item(
            "justice",
            _("Mesure de justice en cours"),
            Kind.YES,
            until_on=UNTIL,
            text=_("Ce que cela impose\u202f: horaires, lieux, rendez-vous"),
        ),
        Item("child_protection", _("Protection de l’enfance"), Kind.YES, text=MORE),
    ),
)

THEMES: tuple[Theme, ...] = (
    HOUSEHOLD,
    RESOURCES,
    HOUSING,
    RESIDENCE_PERMIT,
    WORK,
    LANGUAGE,
    MOBILITY,
    DISABILITY,
    HEALTH,
    PROTECTION,
)
BY_SLUG: Mapping[str, Theme] = {theme.slug: theme for theme in THEMES}
THEME_OF: Mapping[str, Theme] = {item.code: theme for theme in THEMES for item in theme.items}


def items() -> Iterator[Item]:
    for theme in THEMES:
        yield from theme.items


def item_of(code: str) -> Item | None:
    theme = THEME_OF.get(code)
    return theme.by_code[code] if theme else None
