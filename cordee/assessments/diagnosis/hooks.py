"""What upper domains offer beside a barrier: a goal, for one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class BarrierGesture:
    """A button beside an open barrier: what it says, where it is sent, with what. is_link: it opens a page."""

    label: str
    url: str
    fields: Mapping[str, str] = field(default_factory=dict)
    is_link: bool = False


# Asked with the actor, the person, the pathway, the version of its programme and the code of the theme.
BARRIER_GESTURES: Registry[Callable[..., BarrierGesture | None]] = Registry("geste sur un frein")
