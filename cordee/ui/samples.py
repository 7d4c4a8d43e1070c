"""What the gallery shows: invented people, long names, nothing at all, forty lines, every tone.

No clock: the gallery lives on Monday 23 November 2026, so that two pictures of it can be compared.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cordee.kernel.verdict import Examination, Severity, Verdict, examine
from cordee.ui.forms import CordeeForm, DateInThreeParts, FrenchDateField, PartialBirthDateField
from cordee.ui.navigation import Membership
from cordee.ui.shapes import (
    Action,
    Badge,
    Cell,
    Chip,
    Column,
    Crumb,
    DeadlineRow,
    Definition,
    Gesture,
    PersonCard,
    PersonHeader,
    SearchResult,
    Stage,
    StageLine,
    Step,
    Tab,
    Table,
    TimelineEntry,
    WayBack,
    group_by_day,
)

TODAY = dt.date(2026, 11, 23)
LONG_NAME = "Marie-Ange Vandenbroucke-N’Guessan de La Fontaine"
NAMES = (
    "Nadia Benali", "Jean-Baptiste Lefèvre", LONG_NAME, "Yann Le Goff", "Fatoumata Diarra",
    "Łukasz Wiśniewski", "Christophe D’Hondt", "Thi Mai Nguyen", "Rosa", "Sébastien Maréchal",
    "Aïcha El Khattabi", "Émile Zwingelstein",
)  # fmt: skip


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


class SampleForm(CordeeForm):
    """One field of each kind."""

    name = forms.CharField(label="Prénom", help_text="Celui que la personne préfère.")
    born = PartialBirthDateField(
        label="Naissance", required=False, help_text="3/1/1985, 03/1985, ou seulement 1985."
    )
    welcomed = FrenchDateField(label="Jour de l’accueil", widget=DateInThreeParts, allow="past")
    origin = forms.ChoiceField(
        label="Orientée par",
        required=False,
        choices=[("", "Choisir…"), ("ccas", "CCAS de Lens"), ("cmp", "Centre médico-psychologique")],
    )
    place = forms.ChoiceField(
        label="Lieu du rendez-vous",
        widget=forms.RadioSelect,
        choices=[("home", "À son domicile"), ("here", "À la structure"), ("neutral", "Dans un lieu neutre")],
    )
    needs = forms.MultipleChoiceField(
        label="Ce qui compte pour elle en ce moment",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("home", "Un logement à soi"), ("work", "Un travail"), ("drive", "Passer le permis")],
    )
    words = forms.CharField(
        label="Ce que dit la personne", required=False, widget=forms.Textarea({"rows": 4}),
        help_text="Ses mots, comme elle les dit.",
    )  # fmt: skip
    informed = forms.BooleanField(
        label="La personne sait que ces informations sont notées et peut les lire", required=True
    )


class FilterForm(CordeeForm):
    """A filter bar."""

    referent = forms.ChoiceField(
        label="Référent·e", required=False, choices=[("", "Tous"), ("1", "Claire Delattre"), ("2", "Moi")]
    )
    stage = forms.ChoiceField(
        label="Étape", required=False, choices=[("", "Toutes"), ("1", "Accueil"), ("2", "Projet")]
    )
    text = forms.CharField(label="Nom ou prénom", required=False)


def stages() -> StageLine:
    return StageLine(
        [
            Stage("Orientation reçue", "done", on=day(1, 12)),
            Stage("Premier accueil", "done", on=day(1, 20)),
            Stage("Diagnostic partagé", "done", on=day(2, 17)),
            Stage("Élaboration du projet", "current", on=day(10, 5), note="jusqu’en janvier"),
            Stage("Stage en entreprise", "next", expected=day(1, 11, 2027)),
            Stage("Mise à disposition"),
            Stage("Emploi durable"),
        ],
        [WayBack(4, 3, day(10, 5), "le rythme du stage était trop soutenu")],
    )


def thread() -> list[TimelineEntry]:
    visit = (
        "Nadia a reçu la réponse du bailleur. Elle hésite : le quartier est loin de sa sœur.\n"
        "Nous irons voir l’appartement ensemble jeudi."
    )
    claire, stage, goals = "Claire Delattre", [Badge("Stage", "info")], [Badge("3 objectifs", "accent")]
    told = TimelineEntry
    return [
        told("Rendez-vous à domicile", TODAY, "10 h 30", icon="house", by=claire, text=visit, url="#"),
        told("Appel de la Ferme des Hauts Champs", TODAY, "9 h", icon="telephone", by=claire, badges=stage),
        told(
            "Entretien infirmier",
            day(11, 19),
            "14 h 05",
            icon="clipboard2-pulse",
            by=LONG_NAME,
            partition="Santé",
        ),
        told("Absence excusée à l’atelier Maraîchage", day(11, 19), icon="calendar-x", by="Yann Le Goff"),
        told(
            "Projet relu avec la personne", day(10, 1), "11 h", icon="signpost-split", by=claire, badges=goals
        ),
    ]


def deadlines() -> list[DeadlineRow]:
    postpone = (Action("Fait", "#", by_post=True), Action("Reporter", "#"))
    return [
        DeadlineRow("Renouveler le contrat d’engagement", day(11, 20), TODAY, url="#", person="Nadia Benali",
                    person_url="#", in_charge="Claire Delattre", why="Il se terminait vendredi.",
                    actions=postpone),
        DeadlineRow("Répondre à l’orientation du CCAS", TODAY, TODAY, url="#", person=LONG_NAME,
                    person_url="#", actions=postpone),
        DeadlineRow("Bilan de stage à trois", day(11, 27), TODAY, url="#", person="Yann Le Goff",
                    person_url="#", in_charge="Moi", actions=postpone),
        DeadlineRow("Point d’étape des six mois", day(12, 18), TODAY, url="#", person="Rosa", person_url="#"),
    ]  # fmt: skip


def people_table(size: int = 8) -> Table:
    marks = [Badge("En retard", "late"), Badge("Bientôt", "soon"), None, None, Badge("À jour", "done")]
    steps = ["Premier accueil", "Élaboration du projet", "Stage en entreprise", "Mise à disposition"]
    rows = [
        [
            Cell(NAMES[i % 12], url="#", detail="née en 1985" if i % 3 else ""),
            Cell(steps[i % 4], badge=marks[i % 5]),
            Cell("Claire Delattre" if i % 4 else "Jean-Baptiste Vanderstraeten-Leroy"),
            Cell(f"{1 + i % 28:02d}/11/2026"),
            Cell(i * 7 % 130),
        ]
        for i in range(size)
    ]
    columns = [
        Column("Personne", "nom"),
        Column("Étape", "etape"),
        Column("Référent·e"),
        Column("Dernier contact", "contact", "date"),
        Column("Heures", "heures", "number"),
    ]
    return Table("Personnes accompagnées", columns, rows)


def person() -> PersonHeader:
    return PersonHeader(
        name="Nadia Benali",
        meta=["née le 3 janvier 1985 (41 ans)", "suivie par Claire Delattre", "Bully-les-Mines"],
        words="Je veux travailler dehors, avec des gens calmes, et ne plus dépendre de ma sœur "
        "pour les trajets.",
        words_on=day(9, 14),
        badges=[Badge("Élaboration du projet", "info"), Badge("Contrat à renouveler", "late")],
        watch=["Ne pas appeler avant 10 heures.", "Courrier à l’adresse du CCAS seulement."],
        facts=[
            Definition("Téléphone", "06 12 00 00 00", url="#"),
            Definition("Préfère", "un message, puis un appel"),
            Definition("Permis de conduire"),
            Definition("Reconnaissance RQTH", "jusqu’au 30 juin 2027", badges=[Badge("Bientôt", "soon")]),
        ],
    )


def cards() -> list[PersonCard]:
    return [
        PersonCard("Nadia Benali", "#", "41 ans, Bully-les-Mines", "Élaboration du projet",
                   "rendez-vous jeudi à 14 h", Badge("En retard", "late")),
        PersonCard(LONG_NAME, "#", "29 ans", "Premier accueil", "commission du 3 décembre"),
        PersonCard("Rosa", "#", next="tout reste à faire connaissance"),
    ]  # fmt: skip


def verdicts() -> Examination:
    return examine([
        Verdict(False, "MAD-02", Severity.REFUSE,
                "25 mois au total avec cet employeur\u202f: la mise à disposition est limitée à 24.",
                "CASF R344-16"),
        Verdict(False, "CTR-04", Severity.WARN,
                "Le troisième renouvellement se décide d’ordinaire en commission.",
                "Règlement de l’association"),
        Verdict(True, "AGE-01", Severity.INFORM,
                "La personne aura 26 ans le 3 janvier\u202f: l’accompagnement jeunes s’arrête ce jour-là.",
                "Code du travail L5131-6"),
    ])  # fmt: skip


def shell() -> dict[str, Any]:
    """The menu and the user's corner, for a visitor who has none."""
    lines = (
        ("Ma journée", "/", None),
        ("Personnes", "#", None),
        ("Orientations", "#", 3),
        ("Réglages", "#", None),
    )
    return {
        "is_signed_in": True,
        "user_name": "Claire Delattre",
        "organisation_name": "Le Cheval Bleu",
        "nav": [{"label": word, "url": url, "is_current": url == "/", "count": n} for word, url, n in lines],
        "memberships": [
            Membership("Le Cheval Bleu", "1", is_current=True, detail="conseillère"),
            Membership("Centre social Le Lierre de Thionville", "2", detail="coordinatrice"),
        ],
        "search_url": "#",
        "switch_url": "#",
        "account_links": [{"label": "Profil", "url": "#", "icon": "person"}],
    }


class GestureForm(CordeeForm):
    """A gesture that a rule may answer to."""

    on = FrenchDateField(label="Quel jour", allow="past")
    pass_reason = forms.CharField(
        label="Pourquoi continuer", required=False, widget=forms.Textarea({"rows": 2})
    )


def gestures() -> list[Gesture]:
    """Offered, answered by a rule, and not possible now."""
    reason = "Il reste à désigner\u202f: référent."
    warned = examine([Verdict(False, "ENT-11", Severity.WARN, reason, "Programme, 2026")])
    form: dict[str, Any] = {"today": TODAY, "initial": {"on": TODAY}}
    return [
        Gesture("geste-principal", "Accueillir", "#", GestureForm(auto_id="g1_%s", **form), "Ouvrir le dossier",
                is_main=True),
        Gesture("geste-ouvert", "Commencer les ateliers", "#", GestureForm(auto_id="g2_%s", **form), "Changer d’étape",
                icon="signpost", is_open=True, asks_rules=True, examination=warned),
        Gesture("geste-bloque", "Commencer l’accueil", "#", icon="signpost",
                why_not="Admission à prononcer par la commission insertion."),
    ]  # fmt: skip


def _forms() -> dict[str, Any]:
    typed = {
        "born": "31/02/85", "welcomed_0": "3", "welcomed_1": "12", "welcomed_2": "2026",
        "needs": ["home"], "words": "Je préfère le matin.", "name": "",
    }  # fmt: skip
    refused = SampleForm(typed, today=TODAY, auto_id="refused_%s")
    return {"form": SampleForm(today=TODAY), "refused_form": refused, "filter_form": FilterForm()}


def context() -> dict[str, Any]:
    """Everything `ui/gallery.html` shows."""
    return {
        "today": TODAY,
        "crumbs": [Crumb(_("Ma journée"), "/"), Crumb(_("Galerie"))],
        "person": person(),
        "nameless": PersonHeader(name=LONG_NAME, meta=["arrivée aujourd’hui"]),
        "cards": cards(),
        "examination": verdicts(),
        "line": stages(),
        "short_line": StageLine(
            [Stage("Accueil", "done", on=day(11, 2)), Stage("Parcours", "current", on=TODAY)]
        ),
        "days": group_by_day(thread()),
        "deadlines": deadlines(),
        "table": people_table(),
        "long_table": people_table(40),
        "chips": [Chip("Suivies par moi", "?etape=2"), Chip("Élaboration du projet", "?referent=2")],
        "tabs": [Tab("Fil", "#", True), Tab("Situation", "#"), Tab("Projet", "#", count=3),
                 Tab("Ateliers", "#", count=1200), Tab("Emploi", "#"), Tab("Logement et mobilité", "#"),
                 Tab("Entourage", "#"), Tab("Documents", "#", count=0), Tab("Accès", "#")],
        "gestures": gestures(),
        "steps": [Step("Accueil fait", "done"),
                  Step("Relire le projet ensemble", "current", "d’ici au 4 décembre", "#"),
                  Step("Chercher un lieu de stage"), Step("Point d’étape", detail="en janvier")],
        "results": [SearchResult("Nadia Benali", "#", "Personne", "née en 1985", icon="person"),
                    SearchResult("Noter un contact", "#", "Action", icon="pencil")],
        **_forms(),
    }  # fmt: skip
