"""Decompress a response's body piece by piece, up to a limit that also holds for one piece."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from ..errors import UnexpectedReplyError

_CODING = re.compile(r"[a-z0-9-]{1,16}")
_GZIP = 16 + zlib.MAX_WBITS
_WBITS = {"": 0, "identity": 0, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}
"""zlib's *wbits* for each encoding; 0: there is nothing to decompress."""

_MAX_INPUT = 16 * 2**10
"""What zlib leaves of its input it copies each time."""
_MAX_OUTPUT = 256 * 2**10


class BodyDecoder:
    """Decompresses a body if need be, and refuses one of more than *max_bytes*."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        self._max_bytes = self._decoded_left = self._encoded_left = max_bytes
        self._encoding = encoding.strip().lower()
        if self._encoding not in _WBITS:
            # Shown only if it looks like a coding: a service may write anything there.
            shown = f" ({encoding})" if _CODING.fullmatch(encoding) else ""
            raise UnexpectedReplyError(
                f"the answer has a Content-Encoding that was not asked for{shown}"
            )
        self._decompressor: Any = None

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the decoded bytes of *piece*, in parts that each take little time."""
        for decoded in self._decompress(piece) if _WBITS[self._encoding] else (piece,):
            self._decoded_left -= len(decoded)
            if self._decoded_left < 0:
                raise self._too_large()
            yield decoded

    def end(self) -> None:
        """Refuse a body whose compression has not ended."""
        if self._decompressor is not None and not self._decompressor.eof:
            raise _not_decompressed("it breaks off")

    def _too_large(self) -> UnexpectedReplyError:
        return UnexpectedReplyError(f"the answer is larger than {self._max_bytes} bytes")

    def _decompress(self, piece: bytes) -> Iterator[bytes]:
        self._encoded_left -= len(piece)
        if self._encoded_left < 0:  # such as empty blocks without an end
            raise self._too_large()
        for start in range(0, len(piece), _MAX_INPUT):
            rest = piece[start : start + _MAX_INPUT]
            is_full = False  # then zlib may hold back more
            while rest or is_full:
                decoded = self._inflate(rest)
                rest, is_full = self._decompressor.unconsumed_tail, len(decoded) == _MAX_OUTPUT
                yield decoded

    def _inflate(self, piece: bytes) -> bytes:
        if self._decompressor is None:
            self._decompressor = zlib.decompressobj(self._wbits(piece[0]))
        why = "it goes on after its end"  # zlib would keep the rest, and copy it at every piece
        try:
            decoded: bytes = self._decompressor.decompress(piece, _MAX_OUTPUT)
        except zlib.error as error:
            why = str(error)
        else:
            if not self._decompressor.unused_data:
                return decoded
        raise _not_decompressed(why)

    def _wbits(self, first_byte: int) -> int:
        # "deflate" should have zlib's header, and some servers leave it out.
        is_raw = self._encoding == "deflate" and first_byte & 0x0F != zlib.DEFLATED
        return -zlib.MAX_WBITS if is_raw else _WBITS[self._encoding]


def _not_decompressed(why: str) -> UnexpectedReplyError:
    return UnexpectedReplyError(f"the answer cannot be decompressed ({why})")
