"""A structure of the network, as a house tells it."""

from dataclasses import dataclass

# (name, thématiques, publics) in the words of data·inclusion.
Service = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Structure:
    """turn_to: it has closed, and where one goes since."""

    name: str
    kinds: tuple[str, ...]
    domains: tuple[str, ...]
    services: tuple[Service, ...] = ()
    town: str = ""
    postcode: str = ""
    insee: str = ""
    short_name: str = ""
    description: str = ""
    territory: str = ""
    turn_to: str = ""

    @property
    def has_closed(self) -> bool:
        return bool(self.turn_to)
