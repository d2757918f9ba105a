"""Change a product's gallery, and draw its pictures."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .._http.answers import Answer, Picture, changed, found
from .._http.bodies import read_body
from .._http.call import Arguments, Call, Handlers
from .._state.content import ContentStore
from .._state.products import FIRST_ID, Item, Preview
from .._state.seller import Seller
from .._state.stock import Stock
from .._state.texts import RefusedError
from .content import NonEmpty, sent_files

KINDS = frozenset({"image", "video"})
# The Swagger has one object in the answer, the page a list, and readers have met both.
SINGLE_EACH = 3
FULL_WIDTH, FULL_HEIGHT = 640, 480
LONGEST_SIDE = 4000


class VideoUrls(Struct, frozen=True):
    """The body that adds videos."""

    urls: Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]


class PreviewOptions(Struct, frozen=True):
    """The body that changes or deletes a preview."""

    enabled: bool | None = None
    index: Annotated[int, Meta(ge=0)] | None = None
    delete: bool | None = None


class AddedImage(Struct, frozen=True):
    """An image's id and its new name."""

    preview_id: int
    filename: str


class AddedVideo(Struct, frozen=True):
    """A video's id and the link to its picture."""

    preview_id: int
    url: str


def add_image(store: ContentStore, item: Item, name: str) -> AddedImage:
    """Show an image; its new name keeps only the ending of its old one."""
    preview_id = next(store.preview_ids)
    renamed = f"{item.id}_{preview_id}{PurePosixPath(name).suffix.lower()}"
    append_preview(store, item, preview_id, "image", renamed)
    return AddedImage(preview_id, renamed)


def add_video(store: ContentStore, item: Item, url: str) -> AddedVideo:
    """Show a video."""
    preview_id = next(store.preview_ids)
    append_preview(store, item, preview_id, "video", url)
    return AddedVideo(preview_id, f"https://graph.digiseller.ru/img.ashx?idp={preview_id}")


def append_preview(
    store: ContentStore, item: Item, preview_id: int, kind: Literal["image", "video"], source: str
) -> None:
    """Put a preview behind those of its kind."""
    index = sum(one.kind == kind for one in item.previews)
    item.previews.append(
        Preview(preview_id=preview_id, kind=kind, filename_or_url=source, enabled=True, index=index)
    )
    store.galleries[preview_id] = item.id


def find_preview(
    stock: Stock, store: ContentStore, kind: str, preview_id: int | None
) -> tuple[Item, Preview]:
    """Return the preview and its product."""
    if kind not in KINDS:
        raise RefusedError("type", f"type is neither image nor video: {kind}")
    number = preview_id or 0
    product_id = store.galleries.get(number) or stock.with_preview(number)
    if product_id is not None:
        item = stock.find(product_id)
        for preview in item.previews:
            if (preview.preview_id, preview.kind) == (preview_id, kind):
                return item, preview
    raise RefusedError("preview_id", f"There is no {kind} {preview_id}")


def apply_options(
    store: ContentStore, item: Item, preview: Preview, options: PreviewOptions
) -> None:
    """Hide, show or move the *preview* among those of its kind, or delete it."""
    if options.enabled is not None:
        preview.enabled = options.enabled
    same = sorted((one for one in item.previews if one.kind == preview.kind), key=position)
    if options.delete:
        same.remove(preview)
        item.previews.remove(preview)
        store.galleries.pop(preview.preview_id, None)
    elif options.index is not None:
        same.remove(preview)
        same.insert(options.index, preview)
    for index, one in enumerate(same):
        one.index = index


def position(preview: Preview) -> int:
    """Return where the *preview* stands."""
    return preview.index


def add_images(seller: Seller, call: Call) -> Answer:
    """Show images."""
    item, store = seller.stock.find(call.id_in_path("product_id")), seller.content
    return added_previews(seller, [add_image(store, item, one.name) for one in sent_files(call)])


def add_videos(seller: Seller, call: Call) -> Answer:
    """Show videos."""
    item, store = seller.stock.find(call.id_in_path("product_id")), seller.content
    request = read_body(call.body, call.content_type, VideoUrls, root="request")
    return added_previews(seller, [add_video(store, item, url) for url in request.urls])


def added_previews(seller: Seller, added: Sequence[object]) -> Answer:
    """Return what was *added*: a list, or now and then a single one as it is."""
    seller.content.additions += 1
    single = len(added) == 1 and seller.content.additions % SINGLE_EACH == 0
    return changed(added[0] if single else added, root="response")


def set_options(seller: Seller, call: Call) -> Answer:
    """Change or delete a preview."""
    store = seller.content
    item, preview = find_preview(
        seller.stock, store, call.path_params["type"], call.id_in_path("preview_id")
    )
    options = read_body(call.body, call.content_type, PreviewOptions, root="request")
    apply_options(store, item, preview, options)
    answer = found if options == PreviewOptions() else changed
    return answer(None, root="response")


def image(seller: Seller, call: Call) -> Answer:
    """Return a picture of one colour, which tells the products apart."""
    arguments = call.arguments
    number = picture_number(seller, arguments)
    if number is None:
        return Answer(status=404)
    width, height = picture_size(arguments)
    return Answer(payload=Picture(png(width, height, number % 256), "image/png"))


def picture_number(seller: Seller, arguments: Arguments) -> int | None:
    """Return the number of the product's picture, or of a preview's; None if there is none."""
    preview_id = arguments.integer("idp")
    if preview_id is not None:
        known = preview_id in seller.content.galleries or seller.stock.with_preview(preview_id)
        return preview_id if known else None
    item = seller.stock.get(arguments.integer("id_d"))
    return None if item is None else item.id - FIRST_ID


def picture_size(arguments: Arguments) -> tuple[int, int]:
    """Return width and height: within what is asked for, the proportion as it is, or a square."""
    longest, width, height = (arguments.integer(name) for name in ("maxlength", "w", "h"))
    for one in (longest, width, height):
        if one is not None and not 0 < one <= LONGEST_SIDE:
            raise RefusedError(
                "size", f"A length is not from 1 to {LONGEST_SIDE}: {one}", status=400
            )
    bounds = [(longest, FULL_WIDTH), (width, FULL_WIDTH), (height, FULL_HEIGHT)]
    scale = min((one / full for one, full in bounds if one is not None), default=1.0)
    scale = min(scale, 1.0)
    wide, high = max(1, int(FULL_WIDTH * scale)), max(1, int(FULL_HEIGHT * scale))
    side = min(wide, high)
    return (side, side) if arguments.flag("crop", default=False) else (wide, high)


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


HANDLERS: Handlers = {
    "catalog.image": image,
    "gallery.add_images": add_images,
    "gallery.add_videos": add_videos,
    "gallery.set_options": set_options,
}
