"""What the settings say of the files received: what is accepted, whether an antivirus reads them. Nothing to change
here: both are chosen where the server is installed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.access import MANAGERS
from cordee.plumbing.access import page
from cordee.plumbing.files import antivirus
from cordee.plumbing.files.limits import MOST_AT_ONCE
from cordee.ui.shapes import Crumb, Definition


@page(roles=MANAGERS)
def files_settings(request: HttpRequest) -> HttpResponse:
    """Said as it is: an antivirus that is named and silent closes the door, one that is not named is missing."""
    is_plugged_in = antivirus.is_plugged_in()
    context = {
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Documents reçus"))],
        "limits": [
            Definition(
                _("Acceptés"),
                _(
                    "PDF, photos (JPEG, PNG, WebP), textes simples, documents Word, Excel et LibreOffice récents"
                ),
            ),
            Definition(
                _("Taille d’un fichier"), _("%(most)s Mo au plus") % {"most": settings.FILE_MEGABYTES}
            ),
            Definition(_("À la fois"), _("%(most)s fichiers au plus") % {"most": MOST_AT_ONCE}),
        ],
        "is_plugged_in": is_plugged_in,
        "answers": is_plugged_in and antivirus.answers(),
    }
    return render(request, "papers/settings.html", context)
