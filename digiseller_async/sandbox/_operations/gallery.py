"""A product and its new pictures come in; the gallery as it is then goes out."""

from pathlib import PurePosixPath
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .._http.answers import RefusedError
from .._state.content_ids import ContentDesk
from .._state.stock import Item, Preview, Stock
from .content_schemas import Filled

KINDS = frozenset({"image", "video"})


class Urls(Struct, frozen=True):
    """The body that adds videos."""

    urls: Annotated[tuple[Filled, ...], Meta(min_length=1)]


class Options(Struct, frozen=True):
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


def add_image(desk: ContentDesk, item: Item, name: str) -> AddedImage:
    """Show an image; its new name keeps only the ending of its old one."""
    preview_id = next(desk.preview_ids)
    renamed = f"{item.id}_{preview_id}{PurePosixPath(name).suffix.lower()}"
    hang(desk, item, preview_id, "image", renamed)
    return AddedImage(preview_id, renamed)


def add_video(desk: ContentDesk, item: Item, url: str) -> AddedVideo:
    """Show a video."""
    preview_id = next(desk.preview_ids)
    hang(desk, item, preview_id, "video", url)
    return AddedVideo(preview_id, f"https://graph.digiseller.ru/img.ashx?idp={preview_id}")


def hang(
    desk: ContentDesk, item: Item, preview_id: int, kind: Literal["image", "video"], source: str
) -> None:
    """Put a preview behind those of its kind."""
    index = sum(one.kind == kind for one in item.previews)
    item.previews.append(
        Preview(preview_id=preview_id, kind=kind, filename_or_url=source, enabled=True, index=index)
    )
    desk.galleries[preview_id] = item.id


def find(
    stock: Stock, desk: ContentDesk, kind: str, preview_id: int | None
) -> tuple[Item, Preview]:
    """Return the preview and its product."""
    if kind not in KINDS:
        raise RefusedError("type", f"type is neither image nor video: {kind}")
    number = preview_id or 0
    product_id = desk.galleries.get(number) or stock.with_preview(number)
    if product_id is not None:
        item = stock.find(product_id)
        for preview in item.previews:
            if (preview.preview_id, preview.kind) == (preview_id, kind):
                return item, preview
    raise RefusedError("preview_id", f"There is no {kind} {preview_id}")


def rearrange(desk: ContentDesk, item: Item, preview: Preview, options: Options) -> None:
    """Hide, show or move the *preview* among those of its kind, or delete it."""
    if options.enabled is not None:
        preview.enabled = options.enabled
    same = sorted((one for one in item.previews if one.kind == preview.kind), key=place)
    if options.delete:
        same.remove(preview)
        item.previews.remove(preview)
        desk.galleries.pop(preview.preview_id, None)
    elif options.index is not None:
        same.remove(preview)
        same.insert(options.index, preview)
    for index, one in enumerate(same):
        one.index = index


def place(preview: Preview) -> int:
    """Return where the *preview* stands."""
    return preview.index
