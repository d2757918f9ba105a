"""Arguments and settings that are refused show no secret, and what is beside them neither."""

from __future__ import annotations

from typing import Any

import pytest
from support.secrets.calls import assert_no_leaks, client
from support.secrets.leaks import Secrets, recording

from digiseller_async import ArgumentError, ConfigurationError, Digiseller, DigisellerError


class Odd:
    """What shows a secret, and is none."""

    def __repr__(self) -> str:
        return Secrets.email


@pytest.mark.parametrize(
    "wrong",
    [
        Secrets.email.encode(),
        [Secrets.email],
        {Secrets.email: 1},
        Odd(),
        f"{Secrets.email}\0",
        f"\ud800{Secrets.email}",
    ],
    ids=["bytes", "list", "dict", "object", "control character", "half a pair"],
)
@pytest.mark.anyio
async def test_refused_address(wrong: Any) -> None:
    """An address that is refused is not shown: not in the error, not in a frame."""
    secrets = Secrets()
    with recording() as recorder:
        async with client(secrets, recorder, "token") as ds:
            with pytest.raises(ArgumentError, match=r"^products\.discount: email ") as refusal:
                await ds.products.discount(1, currency="USD", email=wrong)
            recorder.add_error(refusal.value)

    assert refusal.value.parameter == "email"
    assert_no_leaks(secrets.leaks_in(recorder.texts))


@pytest.mark.anyio
async def test_others_refused_beside_an_address() -> None:
    """When another argument is refused, or the client is closed, no frame shows the address."""
    secrets = Secrets()
    with recording() as recorder:
        ds = client(secrets, recorder, "token")
        refused: list[tuple[int, Any]] = [(0, "USD"), (1, "no"), (1, "USD")]
        for product_id, currency in refused:
            await ds.aclose()
            try:
                await ds.products.discount(product_id, currency=currency, email=secrets.email)
            except DigisellerError as error:
                recorder.add_error(error)

    assert sum("products.py discount " in text for text in recorder.texts) >= 3
    assert_no_leaks(secrets.leaks_in(recorder.texts))


@pytest.mark.parametrize(
    "wrong",
    [
        {"seller_id": 0},
        {"seller_id": None},
        {"base_url": "http://elsewhere.example"},
        {"timeout": -1},
        {"rate": 5},
        {"max_connections": 0},
        {"transport": 5},
        {"retry": 5},
        {"format": "yaml"},
        {"api_key": Secrets.api_key.encode()},
        {"token": [Secrets.token]},
    ],
    ids=str,
)
def test_refused_settings(wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that is set up wrong shows neither key nor token, wherever these came from."""
    secrets = Secrets()
    given: dict[str, Any] = {"api_key": secrets.api_key, "token": secrets.token, "seller_id": 1}
    with recording() as recorder:
        for settings in ({**given, **wrong}, wrong):
            monkeypatch.setenv("DIGISELLER_API_KEY", secrets.api_key)
            monkeypatch.setenv("DIGISELLER_SELLER_ID", "five")
            try:
                Digiseller(**settings)
            except ConfigurationError as error:
                recorder.add_error(error)

    assert len([text for text in recorder.texts if " __init__ " in text]) >= 2
    assert_no_leaks(secrets.leaks_in(recorder.texts))
