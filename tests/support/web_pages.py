"""The sandbox's web page, as a browser that runs nothing sees it."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx

from digiseller_async.sandbox import Sandbox


class Shown(HTMLParser):
    """What a browser makes of a document: its elements in their order, and all of its text."""

    def __init__(self, document: str) -> None:
        """Read the *document*."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements with this name."""
        return [attributes for name, attributes in self.elements if name == tag]


async def look(box: Sandbox, path: str, **more: str) -> Shown:
    """Open a view that is there."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        reply = await client.get(path, params=more)
    assert reply.status_code == 200
    return Shown(reply.text)


async def send(box: Sandbox, path: str, **fields: str) -> httpx.Response:
    """Send a form, and go where it leads."""
    async with httpx.AsyncClient(
        base_url=box.url, trust_env=False, follow_redirects=True
    ) as client:
        return await client.post(path, data=fields)
