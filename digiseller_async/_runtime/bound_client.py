"""A pipeline and one view's settings in; what a group of operations calls out."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from attrs import frozen

from .._request.build import Request
from ..config import Options
from ..errors import DigisellerError
from ..spec.language import Endpoint, Token
from .pipeline import Pipeline


@frozen(kw_only=True)
class BoundClient:
    """A pipeline with the settings of one view of the client: what a group of operations calls."""

    pipeline: Pipeline
    options: Options
    seller_id: int | None

    def demand(self, row: Endpoint[Any]) -> None:
        """Raise unless *row* can be called: the client is open, and has the token that it needs."""
        self.pipeline.check_open()
        if row.token is Token.REQUIRED:
            self.pipeline.tokens.demand()

    def origin(self, row: Endpoint[Any]) -> str:
        """Return where *row* is."""
        return self.pipeline.base_url or row.host.value

    def call(self, request: Request) -> Awaitable[Any]:
        """Carry *request* out, and return its payload."""
        return self.pipeline.call(request, self.options)

    def redact(self, error: DigisellerError) -> None:
        """Take the client's secrets out of *error*."""
        error.redact(self.pipeline.tokens.secrets())

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.pipeline.clock.sleep(seconds)
