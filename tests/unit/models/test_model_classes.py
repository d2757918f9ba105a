"""Each public model is a `Model`, and costs nothing that its users do not use."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import attrs
import pytest

from digiseller_async import callbacks, models
from digiseller_async.models import Model

CLASSES = [
    value
    for module in (models, callbacks)
    for name in module.__all__
    if isinstance(value := getattr(module, name), type)
    and attrs.has(value)
    and value is not callbacks.Answer  # what a framework sends, and no fact
]


@pytest.mark.parametrize("kind", CLASSES)
def test_base(kind: Any) -> None:
    """It has the base class, slots, and nothing that can be changed."""
    assert Model in kind.__mro__
    assert "__dict__" not in dir(kind)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        kind.__setattr__(object.__new__(kind), attrs.fields(kind)[0].name, None)


def test_nothing_is_loaded() -> None:
    """Models load neither pydantic nor what writes and reads them."""
    program = (
        "import sys, digiseller_async\n"
        "from digiseller_async.models import *\n"
        "found = {one for one in sys.modules if 'pydantic' in one or '_serialization' in one}\n"
        "assert not found, found\n"
        "digiseller_async.to_json(Receipt(account_operation_id=1))\n"
        "assert not [one for one in sys.modules if 'pydantic' in one]\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  (our own command)
