"""Every address of the site. French words in the addresses users see."""

from django.urls import include, path

from cordee.appointments.urls import of_person as appointments_of_person
from cordee.commissions.urls import by_link as commissions_by_link
from cordee.dossier.urls import of_house as sendings
from cordee.engagements.remote.urls import of_anybody as signing_links
from cordee.engagements.urls import of_house as contracts
from cordee.letters.urls import of_house as of_letters
from cordee.papers.urls import of_house
from cordee.pathways.urls import of_person
from cordee.referrals.decisions import urls as decisions

urlpatterns = [
    path("", include("cordee.accounts.urls")),
    path("", include("cordee.home.urls")),
    path("", include("cordee.ui.urls")),
    path("", include("cordee.doors.urls")),
    path("personnes/", include("cordee.people.urls")),
    path("personnes/", include("cordee.dossier.urls")),
    path("personnes/", include("cordee.papers.urls")),
    path("personnes/", include("cordee.assessments.urls")),
    path("personnes/", include("cordee.assessments.diagnosis.urls")),
    path("personnes/", include("cordee.letters.urls")),
    path("personnes/", include("cordee.goals.urls")),
    path("personnes/", include("cordee.relays.person_urls")),
    path("", include("cordee.relays.urls")),
    path("personnes/", include(appointments_of_person)),
    path("", include("cordee.appointments.urls")),
    path("personnes/", include("cordee.engagements.urls")),
    path("personnes/", include("cordee.engagements.remote.urls")),
    path("personnes/", include("cordee.engagements.breach.urls")),
    path("", include(signing_links)),
    path("", include(contracts)),
    path("reglages/", include(of_house)),
    path("reglages/", include(of_letters)),
    path("personnes/", include(of_person)),
    path("personnes/", include(decisions.of_person)),
    path("parcours/", include("cordee.pathways.urls")),
    path("orientations/", include("cordee.referrals.decisions.urls")),
    path("envois/", include(sendings)),
    path("orientations/", include("cordee.referrals.urls")),
    path("partenaires/", include("cordee.partners.urls")),
    path("commissions/", include("cordee.commissions.urls")),
    path("seance/", include(commissions_by_link)),
    path("tableaux/", include("cordee.spreadsheets.urls")),
    path("", include("demo.urls")),
    path("programmes/", include("cordee.programmes.urls")),
]

handler400 = "cordee.ui.errors.bad_request"
handler403 = "cordee.ui.errors.forbidden"
handler404 = "cordee.ui.errors.not_found"
handler500 = "cordee.ui.errors.server_error"
