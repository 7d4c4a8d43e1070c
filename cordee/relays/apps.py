from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelaysConfig(AppConfig):
    name = "cordee.relays"

    def ready(self) -> None:
        from cordee.assessments.diagnosis.hooks import BARRIER_GESTURES
        from cordee.dossier import hooks
        from cordee.goals.hooks import BESIDE_STEP
        from cordee.partners.hooks import BESIDE, CLOSED, GESTURES, OPEN_AGAIN
        from cordee.partners.whom import KNOWING
        from cordee.people.tabs import TABS, FileTab
        from cordee.plumbing.outbox.hooks import PURPOSES, TROUBLED, Purpose
        from cordee.relays import from_elsewhere, links, telling, timekeeping
        from cordee.ui.navigation import keep

        telling.declare()
        hooks.AFTER_FACT.register("relays", timekeeping.after_fact)
        TABS.register("relais", FileTab("person_relays", _("Relais"), 17))
        BARRIER_GESTURES.register("relays", from_elsewhere.gesture)
        BESIDE_STEP.register("relays", from_elsewhere.beside_step)
        BESIDE.register("relays", from_elsewhere.beside_partner)
        GESTURES.register("relays", from_elsewhere.on_partner)
        KNOWING.register("relays", from_elsewhere.whom)
        CLOSED.register("relays", timekeeping.partner_closed)
        OPEN_AGAIN.register("relays", timekeeping.partner_open_again)
        PURPOSES.register(links.SENT, Purpose(_("Relais envoyé à un partenaire")))
        TROUBLED.register("relays", timekeeping.on_trouble)
        PURPOSES.register(links.CODE, Purpose(_("Code d’un partenaire")))
        keep("/relais", under="partners")
