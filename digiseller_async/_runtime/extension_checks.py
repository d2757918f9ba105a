"""Check the objects that a user passes to a client: hooks, stores, clock, transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..config import shown
from ..errors import ConfigurationError

_METHODS = {
    "token_store": ("load", "save"),
    "rate_store": ("book",),
    "clock": ("now", "wall", "sleep"),
    "transport": ("handle_async_request", "aclose"),
}
_FUNCTIONS = ("on_attempt", "on_drift", "on_outcome", "random")


def check_extensions(settings: Mapping[str, Any]) -> None:
    """Raise `ConfigurationError` if one of these *settings* cannot do what it is for."""
    for name, methods in _METHODS.items():
        value = settings.get(name)
        missing = [one for one in methods if not callable(getattr(value, one, None))]
        if value is not None and (missing or isinstance(value, type)):
            wanted = ", ".join(f"{one}()" for one in methods)
            raise ConfigurationError(
                f"{name} must be an object with {wanted}, not {_kind_of(value)}"
            )
    for name in _FUNCTIONS:
        value = settings.get(name)
        if not callable(value) and not (value is None and name != "random"):
            raise ConfigurationError(f"{name} must be a function, not {shown(value)}")
    if not isinstance(settings.get("strict"), bool):
        raise ConfigurationError(f"strict must be True or False, not {shown(settings['strict'])}")


def _kind_of(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
