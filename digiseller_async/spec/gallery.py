"""Rows of the group ``gallery`` (documented in 'Edit item')."""

from __future__ import annotations

from types import NoneType

from ..models.gallery import AddedImage, AddedVideo, PreviewType
from .language import Effect, Endpoint, File, Format, Location, Param, ResponseShape

_DOCS = "product-edit-and-gallery"
_BOTH = (Format.JSON, Format.XML)
_ID_IN_PATH = Param(
    "product_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The product.",
)

ADD_IMAGES = Endpoint(
    group="gallery",
    name="add_images",
    method="POST",
    path="/api/product/preview/add/images/{product_id}",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_PATH,
        Param(
            "images",
            File,
            wire="file",
            location=Location.FILES,
            many=True,
            required=True,
            doc="The images.",
        ),
    ),
    returns=AddedImage,
    many=True,
    counted="images",
    formats=_BOTH,
    permission="[ Gallery ]: Adding",
    docs=_DOCS,
    summary="Add images to a product's gallery.",
    returns_doc="the new previews",
    notes=(
        "Twice adds them twice. Keep the *preview_imgs* that `products.get(product_id)` gives "
        "before the call; after an `OutcomeUnknownError` read it again, and try again only if "
        "there are no new ones. The name of the field that holds a file is not documented: "
        "``file`` works."
    ),
)

ADD_VIDEOS = Endpoint(
    group="gallery",
    name="add_videos",
    method="POST",
    path="/api/product/preview/add/videos/{product_id}",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_PATH,
        Param(
            "urls",
            str,
            location=Location.BODY,
            many=True,
            required=True,
            not_blank=True,
            doc="The URLs of the videos on YouTube.",
        ),
    ),
    returns=AddedVideo,
    many=True,
    counted="urls",
    formats=_BOTH,
    permission="[ Gallery ]: Adding",
    docs=_DOCS,
    summary="Add links to videos on YouTube to a product's gallery.",
    returns_doc="the new previews",
    notes=(
        "Twice adds them twice. Keep the *preview_videos* that `products.get(product_id)` gives "
        "before the call; after an `OutcomeUnknownError` read it again, and try again only if "
        "there are no new ones."
    ),
)

SET_OPTIONS = Endpoint(
    group="gallery",
    name="set_options",
    method="POST",
    path="/api/product/preview/options/{type}/{preview_id}",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "type",
            PreviewType,
            location=Location.PATH,
            required=True,
            positional=True,
            doc="The kind of preview.",
        ),
        Param(
            "preview_id",
            int,
            location=Location.PATH,
            required=True,
            positional=True,
            at_least=1,
            doc="The preview.",
        ),
        Param("enabled", bool, location=Location.BODY, doc="Show it on the product page."),
        Param(
            "index",
            int,
            location=Location.BODY,
            at_least=0,
            doc="Its position in the order of previews; the documentation's sample has 0.",
        ),
        Param("delete", bool, location=Location.BODY, doc="Remove it from the gallery."),
    ),
    at_least_one_of=("enabled", "index", "delete"),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    formats=_BOTH,
    retries_when_lost=False,
    docs=_DOCS,
    summary="Show, hide, move or delete a preview in the gallery.",
    returns_doc="nothing: the answer is not documented",
    notes=(
        "At least one of *enabled*, *index* and *delete* must be given. A call whose answer was "
        "lost is not repeated by itself, because it may have deleted the preview: read "
        "`products.get` and look for the preview. The documentation names no permission."
    ),
)

ROWS = (ADD_IMAGES, ADD_VIDEOS, SET_OPTIONS)
