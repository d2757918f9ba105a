"""Models of a product's gallery."""

from __future__ import annotations

from attrs import frozen

from ._base import Int64, Model, OpenStrEnum

__all__ = ["AddedImage", "AddedVideo", "PreviewType"]


class PreviewType(OpenStrEnum):
    """A kind of preview."""

    IMAGE = "image"
    """An image."""
    VIDEO = "video"
    """A video."""


@frozen(kw_only=True)
class AddedImage(Model):
    """An image that was added."""

    preview_id: Int64
    """New preview id."""
    filename: str | None = None
    """New file name with which it will be displayed on the product page."""


@frozen(kw_only=True)
class AddedVideo(Model):
    """A video that was added."""

    preview_id: Int64
    """New preview id."""
    url: str | None = None
    """Link to the image file."""
