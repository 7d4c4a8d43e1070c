"""Which answers an orientation allows: one table, read by kernel.workflow."""

from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move, Workflow

STANDING = ("received", "in_study", "papers_asked", "met", "waiting")
ENDED = ("accepted", "refused", "passed_on", "withdrawn")
ROLES = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})


def _others(state: str) -> tuple[str, ...]:
    return tuple(other for other in STANDING if other != state)


WORKFLOW = Workflow(
    initial="received",
    states=(*STANDING, *ENDED),
    moves=(
        Move("study", _("Étudier la demande"), _others("in_study"), "in_study", ROLES),
        Move("ask_papers", _("Demander des pièces"), _others("papers_asked"), "papers_asked", ROLES),
        Move("meet", _("Noter la rencontre"), _others("met"), "met", ROLES),
        Move("wait", _("Mettre en attente d’une place"), _others("waiting"), "waiting", ROLES),
        Move("accept", _("Accueillir"), STANDING, "accepted", ROLES),
        Move("refuse", _("Refuser avec un motif"), STANDING, "refused", ROLES),
        Move("pass_on", _("Transmettre ailleurs"), STANDING, "passed_on", ROLES),
        Move("withdraw", _("Noter le retrait"), STANDING, "withdrawn", ROLES),
        Move("reopen", _("Reprendre l’étude"), ("refused", "passed_on", "withdrawn"), "in_study", ROLES),
    ),
)
