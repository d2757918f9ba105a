"""Golden calls of the group ``gallery``.

The answers are the documentation's samples; it has none in XML, so those here are like those of
`content`: a ``result``, and a repeated ``content``.
"""

from __future__ import annotations

from digiseller_async.models import AddedImage, AddedVideo, PreviewType

from . import Case

IMAGES = (("one.png", b"the first image"), ("two.jpg", b"the second image"))
VIDEO = AddedVideo(preview_id=123456, url="link_to_image_file")
CASES = (
    Case(
        "gallery.add_images",
        lambda ds: ds.gallery.add_images(222, images=IMAGES[:1]),
        [AddedImage(preview_id=123456, filename="new_file_name.png")],
    ),
    Case(
        "gallery.add_videos",
        lambda ds: ds.gallery.add_videos(222, urls=["url_to_video", "url_to_video"]),
        [VIDEO, VIDEO],
    ),
    Case(
        "gallery.set_options",
        lambda ds: ds.gallery.set_options("image", 123456, enabled=True, index=0, delete=False),
        None,
    ),
    Case(
        "gallery.set_options",
        lambda ds: ds.gallery.set_options(PreviewType.VIDEO, 123456, delete=True),
        None,
        "deleting",
    ),
)
