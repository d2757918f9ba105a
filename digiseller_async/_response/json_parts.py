"""Decode the parts of a JSON answer: strictly if as documented, else by way of plain values."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from .._codecs import json, json_limits
from ..spec.language import Endpoint, ScalarStyle
from .convert import convert_row, decode_moment
from .model_fields import Tell, is_direct
from .payload import payload_reader
from .strict_schema import REFUSED, StrictSchema, has_unbounded_number

REPAIRED = "a text that is no JSON, and was repaired"


class PartDecoder:
    """Decodes parts of one row's answers: strictly, or, where that refuses, tolerantly."""

    def __init__(self, row: Endpoint[Any]) -> None:
        self._model = row.returns
        self._reader = payload_reader(row)
        # msgspec knows the fields of attrs' classes by their names only.
        self._schema = StrictSchema(row.returns, row.scalars) if is_direct(row.returns) else None
        several: Any = list
        self._decoder: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(
            several[row.returns],
            dec_hook=decode_moment,
            float_hook=json.read_number,
            strict=row.scalars is ScalarStyle.NATIVE,
        )

    def decode(self, part: msgspec.Raw, tell: Tell, *, number: int) -> Any:
        """Return the model of one part, and tell what in it is not documented.

        It is an `UnreadableRow`, which names the path and the *number* of the part, if the part has
        no readable identity.
        """
        models = self.strictly([part])
        return self.tolerantly(part, tell, number=number) if models is None else models[0]

    def strictly(self, parts: list[msgspec.Raw]) -> list[Any] | None:
        """Return the models of *parts* if all of them are as documented."""
        if self._schema is None:
            return None
        if len(parts) == 1 and memoryview(parts[0]).nbytes > json_limits.LONG:
            return None
        # One call for many parts: each call by itself would add a tenth.
        joined = b"[%b]" % b",".join(parts)
        if self._model is not str and has_unbounded_number(joined):
            return None
        try:
            self._schema.check(joined)
            return self._decoder.decode(joined)
        except REFUSED:
            return None

    def tolerantly(self, part: msgspec.Raw, tell: Tell, *, number: int) -> Any:
        """Return the model of one part by way of plain values."""
        if memoryview(part).nbytes <= json_limits.LONG:  # a longer document was checked as a whole
            json_limits.check_depth(bytes(part))
        given = json.decode(json.plain_decoder, part, lambda: tell("", REPAIRED))
        value = self._reader.one_from_json(given, "", tell)
        return convert_row(value, self._model, tell, number=number)


@cache
def part_decoder(row: Endpoint[Any]) -> PartDecoder:
    """Return what decodes the parts of answers to *row*."""
    return PartDecoder(row)
