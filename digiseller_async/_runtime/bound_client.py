"""Bind a pipeline to the settings of one client or view, for its groups of operations."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Mapping
from typing import Any

from attrs import frozen

from .._request.build import Request
from ..errors import DigisellerError, redact_error
from ..spec.language import Endpoint
from .pipeline import Pipeline
from .settings import CallSettings


@frozen(kw_only=True)
class BoundClient:
    """A pipeline with the settings of one client or view."""

    pipeline: Pipeline
    settings: CallSettings
    seller_id: int | None

    def build(self, row: Endpoint[Any], arguments: Mapping[str, Any]) -> Request:
        """Return the request for *row* with *arguments*, if the client can make this call."""
        return self.pipeline.build(row, arguments, seller_id=self.seller_id)

    @property
    def strict(self) -> bool:
        """Whether what is not as documented is an error."""
        return self.pipeline.strict

    def origin(self, row: Endpoint[Any]) -> str:
        """Return the origin to which *row* is sent."""
        return self.pipeline.base_url or row.host.value

    def digest(self, row: Endpoint[Any]) -> str:
        """Return a short digest of whose *row* is read, and where: seller and origin."""
        owner = f"{self.seller_id} {self.origin(row)}"
        return hashlib.sha256(owner.encode()).hexdigest()[:16]

    def call(self, request: Request) -> Awaitable[Any]:
        """Return the payload of *request*, or raise the final error."""
        return self.pipeline.call(request, self.settings)

    def redact(self, error: DigisellerError) -> None:
        """Remove the client's secrets from *error*."""
        redact_error(error, self.pipeline.tokens.secrets())

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds* on the client's clock."""
        await self.pipeline.clock.sleep(seconds)
