from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "cordee.pathways"

    def ready(self) -> None:
        from cordee.accounts import hooks as accounts_hooks
        from cordee.dossier import hooks as dossier_hooks
        from cordee.papers import hooks as papers_hooks
        from cordee.pathways import contacting, expecting, handing_over, telling, timekeeping, versions
        from cordee.people import hooks as people_hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.plumbing.outbox.hooks import REFUSALS
        from cordee.programmes import hooks as programmes_hooks

        telling.declare()
        REFUSALS.register("deceased", contacting.has_died)
        TABS.register("parcours", FileTab("person_pathways", _("Parcours"), 20))
        TABS.register("entourage", FileTab("person_circle", _("Entourage"), 30))
        dossier_hooks.AFTER_FACT.register("pathways", timekeeping.after_fact)
        dossier_hooks.AFTER_CONTACT.register("pathways", timekeeping.after_contact)
        papers_hooks.EXPECTED.register("pathways", expecting.expected)
        dossier_hooks.REFERENTS.register("pathways", expecting.referent)
        people_hooks.RENAMED.register("pathways", timekeeping.after_rename)
        accounts_hooks.FOLLOWED.register("pathways", handing_over.followed)
        accounts_hooks.HAND_OVER.register("pathways", handing_over.hand_over)
        accounts_hooks.LEFT.register("pathways", handing_over.left)
        programmes_hooks.STANDINGS.register("pathways", versions.standings)
        programmes_hooks.MOVING_PAGE.register("pathways", "change_version")
