"""Put odd values into every place of every answer, in JSON and in XML, and count what is lost."""

from __future__ import annotations

from typing import Any

from attrs import define, field
from support.odd_values import (
    Answer,
    answers,
    differences,
    has_lost_row,
    is_identity,
    is_one_place,
    read,
)

from ..process import HostileService
from .figures import Figure, none_of

LEAST_PLACES, LEAST_VALUES = 600, 8


@define
class Tally:
    """How many answers were read, and which were lost."""

    places: int = 0
    values: set[str] = field(factory=set[str])
    answers: int = 0
    identities: int = 0
    """How many of them have an odd value for what identifies a row, and were refused for it."""
    lost: list[str] = field(factory=list[str])
    elsewhere: list[str] = field(factory=list[str])


async def run(service: HostileService, amount: int) -> list[Figure]:
    """Read so many kinds of answers with each value in each place."""
    del service
    tally = Tally()
    for answer in answers()[:amount]:
        read_all(answer, tally)
    name = f"{tally.answers:,} answers with an odd value in one of {tally.places} places"
    is_enough = amount < len(answers()) or tally.places >= LEAST_PLACES
    return [
        Figure(f"{name}: places", f">= {LEAST_PLACES}", f"{tally.places}", is_enough),
        Figure(
            f"{name}: values",
            f">= {LEAST_VALUES}",
            f"{len(tally.values)}",
            len(tally.values) >= LEAST_VALUES,
        ),
        Figure(f"{name}: refused for an identity", "-", f"{tally.identities:,}", holds=True),
        none_of(f"{name}: lost, although it was no identity", tally.lost),
        none_of(f"{name}: read, and changed in another place", tally.elsewhere),
    ]


def read_all(answer: Answer, tally: Tally) -> None:
    """Read one kind of answer with each value in each place."""
    ordinary = answer.ordinary().found
    for path, variants in answer.variants():
        tally.places += 1
        for value, body in variants:
            tally.values.add(value)
            tally.answers += 1
            shown = f"{answer.row.operation} ({answer.form.value}) {path}: {value[:40]}"
            found = read_one(answer, body)
            if isinstance(found, Exception) or has_lost_row(found):
                is_refusal = not isinstance(found, Exception) or isinstance(found, ValueError)
                if is_refusal and is_identity(answer, path):
                    tally.identities += 1
                else:
                    tally.lost.append(shown)
            elif not is_one_place(list(differences(found, ordinary))):
                tally.elsewhere.append(shown)


def read_one(answer: Answer, body: bytes) -> Any:
    """Return what one answer gives, or the exception by which it is lost."""
    try:
        return read(answer.row, body).found
    except Exception as error:  # noqa: BLE001 (whatever it is, the answer is lost)
        return error
