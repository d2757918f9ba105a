"""Compressed pieces in, plain pieces out, up to a bound that is kept inside the inflating loop."""

from __future__ import annotations

import re
import zlib
from typing import Any

from ..errors import UnexpectedReplyError

_CODING = re.compile(r"[a-z0-9-]{1,16}")
_GZIP = 16 + zlib.MAX_WBITS
_FRAMES = {"": 0, "identity": 0, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}
"""How zlib calls the frame of each encoding; 0 is none at all."""


class BodyDecoder:
    """Counts a body's bytes, inflates them if need be, and refuses more than *most* of them."""

    def __init__(self, encoding: str, most: int) -> None:
        self._most = self._left = self._packed = most
        self._encoding = encoding.strip().lower()
        if self._encoding not in _FRAMES:
            # It is shown only if it looks like a coding: a service may write anything there.
            shown = f" ({encoding})" if _CODING.fullmatch(encoding) else ""
            raise UnexpectedReplyError(f"the answer is compressed in an unasked way{shown}")
        self._engine: Any = None

    def feed(self, piece: bytes) -> bytes:
        """Return what *piece* holds."""
        plain = self._inflated(piece) if _FRAMES[self._encoding] else piece
        self._left -= len(plain)
        if self._left < 0:
            raise self._too_large()
        return plain

    def _too_large(self) -> UnexpectedReplyError:
        return UnexpectedReplyError(f"the answer is larger than {self._most} bytes")

    def _inflated(self, piece: bytes) -> bytes:
        if not piece:
            return b""
        self._packed -= len(piece)
        if self._packed < 0:  # as empty blocks without an end, which hold nothing
            raise self._too_large()
        if self._engine is None:
            bare = self._encoding == "deflate" and piece[0] & 0x0F != zlib.DEFLATED
            # "deflate" should have zlib's frame, and some leave it out.
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS if bare else _FRAMES[self._encoding])
        why = "it goes on after its end"  # zlib would keep that, and copy it at every piece
        try:
            # One byte more than there may be tells a whole body from one that goes on.
            plain: bytes = self._engine.decompress(piece, self._left + 1)
        except zlib.error as error:
            why = str(error)
        else:
            if not self._engine.unused_data:
                return plain
        raise _broken(why)

    def end(self) -> None:
        """Refuse a body that broke off."""
        if self._engine is not None and not self._engine.eof:
            raise _broken("it breaks off")


def _broken(why: str) -> UnexpectedReplyError:
    return UnexpectedReplyError(f"the answer's compression is broken ({why})")
