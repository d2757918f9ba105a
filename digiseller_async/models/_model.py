"""Define what models are, as far as they are written and read."""

from __future__ import annotations

from typing import ClassVar

ABOUT_PAGE = "about_page"
"""The key, in a field's metadata, of the field before it whose items' `about_page` it is."""


class AnyModel:
    """A frozen value that `to_dict` and `to_json` take, and `from_dict` gives back."""

    __slots__ = ()
    about_page: ClassVar[type[AnyModel] | None] = None
    """What `Page.about` is on the pages of a list of these; None if such pages say nothing."""
