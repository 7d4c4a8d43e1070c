"""The public pages of the five houses, in our own words."""

from cordee.accounts.models import Organisation
from cordee.doors.models import PublicPage
from cordee.plumbing.context import acting_in, system_context
from demo import arrivals

FRONTS: dict[str, dict[str, str]] = {
    "cheval-bleu": {
        "does": "Nous accueillons des personnes que la maladie psychique et la précarité tiennent loin du travail.\n"
        "On jardine, on répare, on entretient. On avance à son rythme, avec les soignants et les proches, aussi "
        "longtemps qu’il le faut.",
        "for_whom": "Des adultes suivis par le secteur psychiatrique ou par un service social, du territoire de "
        "Bully-les-Mines. Personne n’est écarté à cause d’un diagnostic.",
        "how_to_ask": "Parlez-en à votre soignant, à votre assistante sociale, ou venez nous voir.\n"
        "Nous vous rencontrons. Puis la commission d’insertion, tous les trois mois, décide des entrées.",
        "whom_to_call": "Solange, au secrétariat, vous répond et vous indique un rendez-vous.",
        "hours": "Secrétariat : du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 17 h.",
    },
    "le-lierre": {
        "does": "Un centre social du quartier, ouvert à tous. Une coordinatrice écoute, aide à y voir clair, et "
        "accompagne vers un atelier, un soin, un service, un projet.",
        "for_whom": "Les habitants de Thionville, surtout du Quartier-Est : seul ou en famille, quelle que soit la "
        "langue que vous parlez.",
        "how_to_ask": "Poussez la porte du centre, ou demandez à l’assistante sociale de secteur de nous appeler.\n"
        "Un premier rendez-vous sert à vous écouter. Il n’engage à rien.",
        "whom_to_call": "La coordinatrice d’« Objectif : Insertion(s) », à l’accueil du centre.",
        "hours": "Accueil : du lundi au vendredi, l’après-midi. Permanence sans rendez-vous le mardi matin.",
    },
    "la-mie-de-pain": {
        "does": "Un toit d’abord, puis un chez-soi. Et pour qui le souhaite, quelques heures de travail, puis un "
        "contrat sur un chantier d’insertion : nettoyage ou restauration.",
        "for_whom": "Des personnes sans domicile ou longtemps restées loin de l’emploi, à Paris. Aucun diplôme n’est "
        "demandé.",
        "how_to_ask": "Un travailleur social, une mission locale ou France Travail nous écrit.\n"
        "Si vous êtes hébergé chez nous, parlez-en à votre référent.\n"
        "Pour un lit ce soir, appelez le 115 : l’appel est gratuit.",
        "whom_to_call": "Les conseillères en insertion sociale et professionnelle vous reçoivent sur rendez-vous.",
        "hours": "Le pôle insertion répond du lundi au vendredi, de 9 h 30 à 17 h.",
    },
    "gcms-pdip-71": {
        "does": "Nous accompagnons des personnes handicapées vers une entreprise ordinaire : un stage, une mise à "
        "disposition, puis un contrat. Un référent reste à vos côtés, et aux côtés de l’employeur.",
        "for_whom": "Des jeunes d’IME et de SESSAD, des travailleurs d’ESAT, en Saône-et-Loire.",
        "how_to_ask": "Parlez-en à votre établissement : il nous envoie une demande avec votre accord.\n"
        "Une commission l’étudie ; votre établissement suit les étapes avec vous.",
        "whom_to_call": "La coordinatrice de la plateforme, par téléphone ou par courriel.",
        "hours": "Du lundi au jeudi, de 9 h à 17 h.",
    },
    "departement-du-calvados": {
        "does": "Le Département accompagne les habitants du Calvados : accès aux droits, logement, santé, vie de tous "
        "les jours, reprise d’un travail quand le moment vient.",
        "for_whom": "Les personnes qui reçoivent le RSA, les jeunes de 16 à 25 ans en difficulté, et toute personne "
        "qui traverse un moment difficile.",
        "how_to_ask": "Appelez la circonscription d’action sociale la plus proche, ou demandez à votre CCAS.\n"
        "Une travailleuse sociale vous rappelle et vous propose un rendez-vous, chez vous si besoin.",
        "whom_to_call": "Le secrétariat de votre circonscription : Caen, Bayeux, Lisieux ou Vire.",
        "hours": "Du lundi au vendredi, de 8 h 30 à 12 h 30 et de 13 h 30 à 17 h.",
    },
}


def publish(organisation: Organisation, code: str) -> None:
    """The page of a house of the demonstration, published."""
    said = FRONTS.get(code)
    if said is None:
        return
    organisation.email = f"accueil@{code}.invalid"
    organisation.save(update_fields=["email"])
    with acting_in(system_context(organisation.pk, because="demo")):
        PublicPage.objects.create(organisation=organisation, is_published=True, **said)
        arrivals.leave(organisation)
