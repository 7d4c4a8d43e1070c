"""What upper domains ask to be told: a fact was written, a person was met."""

from collections.abc import Callable
from typing import Any

from cordee.kernel.registry import Registry

AFTER_FACT: Registry[Callable[[Any], Any]] = Registry("suite d’un fait du dossier")
AFTER_CONTACT: Registry[Callable[[Any, Any], Any]] = Registry("suite d’un contact")
