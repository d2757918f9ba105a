"""A product's id and a size come in; a picture goes out."""

import struct
import zlib

from .._http.answers import Answer, Picture, RefusedError
from .._http.call import Call
from .._http.query import Arguments
from .._state.product_seeds import FIRST_ID
from .._state.seller import Seller

WIDTH, HEIGHT = 640, 480
LARGEST = 4000


def image(seller: Seller, call: Call) -> Answer:
    """Return a picture of one colour, which tells the products apart."""
    asked = call.arguments
    number = picture(seller, asked)
    if number is None:
        return Answer(status=404)
    width, height = size(asked)
    return Answer(payload=Picture(png(width, height, number % 256), "image/png"))


def picture(seller: Seller, asked: Arguments) -> int | None:
    """Return the number of the product's picture, or of a preview's; None if there is none."""
    preview_id = asked.integer("idp")
    if preview_id is not None:
        known = preview_id in seller.content.galleries or seller.stock.with_preview(preview_id)
        return preview_id if known else None
    item = seller.stock.get(asked.integer("id_d"))
    return None if item is None else item.id - FIRST_ID


def size(asked: Arguments) -> tuple[int, int]:
    """Return width and height: within what is asked for, the proportion as it is, or a square."""
    longest, width, height = (asked.integer(name) for name in ("maxlength", "w", "h"))
    for one in (longest, width, height):
        if one is not None and not 0 < one <= LARGEST:
            raise RefusedError("size", f"A length is not from 1 to {LARGEST}: {one}", status=400)
    bounds = [(longest, WIDTH), (width, WIDTH), (height, HEIGHT)]
    scale = min((one / full for one, full in bounds if one is not None), default=1.0)
    scale = min(scale, 1.0)
    wide, high = max(1, int(WIDTH * scale)), max(1, int(HEIGHT * scale))
    side = min(wide, high)
    return (side, side) if asked.flag("crop", default=False) else (wide, high)


def png(width: int, height: int, shade: int) -> bytes:
    """Return a picture of one *shade* of grey."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * width) * height
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in chunks)


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one part of a PNG file."""
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
