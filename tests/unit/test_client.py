"""The client: its groups, its views, and the secrets that it does not show."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from support.clients import client_of
from support.token_stores import FakeTokenStore

from digiseller_async import (
    ConfigurationError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    Rate,
    RejectedError,
    Retry,
    ServiceMessage,
    Token,
    UnavailableError,
)
from digiseller_async._runtime.settings import Credentials
from digiseller_async._wire import WireRequest
from digiseller_async.endpoints.account import Account
from digiseller_async.endpoints.offers import Offers
from digiseller_async.endpoints.templates import Templates
from digiseller_async.errors import with_context
from digiseller_async.models.sign_in import SignIn
from digiseller_async.sandbox import Sandbox

Carry = Callable[[DigisellerError], DigisellerError]


def test_groups() -> None:
    """The groups are attributes, made once each."""
    ds = Digiseller(token="T")

    assert isinstance(ds.account, Account)
    assert isinstance(ds.offers, Offers)
    assert isinstance(ds.templates, Templates)
    assert ds.account is ds.account
    assert ds.account is not ds.with_options().account


def test_repr() -> None:
    """A client shows its seller, where calls go, and whether it is closed; a group its seller."""
    ds = Digiseller(12126, "KEY-SECRET", base_url="https://example.com")

    assert repr(ds) == "<Digiseller seller_id=12126, base_url='https://example.com', open>"
    assert repr(ds.account) == "<digiseller_async account operations of seller 12126>"
    public = Digiseller(token="T")
    assert "hosts=['https://api.digiseller.com', " in repr(public)
    assert repr(public.offers) == "<digiseller_async offers operations>"
    anyio.run(public.aclose)
    assert repr(public.with_options()).endswith(", closed>")


def test_hints() -> None:
    """Frameworks can resolve the annotations of the client at run time."""
    assert (
        typing.get_type_hints(Digiseller.__init__)["transport"] == httpx.AsyncBaseTransport | None
    )
    signature = inspect.signature(Digiseller, eval_str=True)
    assert signature.parameters["retry"].annotation is Retry
    drift: Any = Digiseller.drift
    for method in (Digiseller.with_options, Digiseller.sign_in, Digiseller.aclose, drift.fget):
        assert "return" in typing.get_type_hints(method)


def test_secrets() -> None:
    """Neither a client nor what it is made of shows a key, a token or a signature."""
    ds = Digiseller(12126, "KEY-SECRET", token="TOKEN-SECRET")
    shown: list[object] = [
        ds,
        ds.with_options(timeout=5.0),
        ds.account,
        *vars(ds).values(),
        vars(ds)["_pipeline"].tokens,
        Credentials(seller_id=12126, api_key="KEY-SECRET"),
        Token(value="TOKEN-SECRET"),
        SignIn(token="TOKEN-SECRET"),
        WireRequest(method="POST", host="h", target="/x", headers={}, body=b"SIGN-SECRET"),
    ]

    assert not [one for one in shown if "SECRET" in f"{one!r} {one!s} {one}"]


@pytest.mark.anyio
async def test_views_share() -> None:
    """A view has other settings over the same connections and the same token."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.account.balance()
        view = ds.with_options(timeout=5.0, retry=Retry(attempts=1))
        await view.account.balance()
        await view.with_options(timeout=6.0).account.balance()

        assert isinstance(view, Digiseller)
        assert (box.connections, box.requests["sign_in"], box.requests["account.balance"]) == (
            1,
            1,
            3,
        )


@pytest.mark.anyio
async def test_views_differ() -> None:
    """A view's settings are its own: what is not given is as before, and the client stays."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        once = ds.with_options(retry=Retry(attempts=1))
        box.inject("server_error", operation="account.balance")
        with pytest.raises(UnavailableError):
            await once.account.balance()
        box.inject("server_error", operation="account.balance")
        await ds.with_options(timeout=5.0).account.balance()

        box.inject("hang", operation="account.balance")
        with pytest.raises(DeadlineError):
            await once.with_options(timeout=0.1).account.balance()
        box.latency = 0.15
        await ds.account.balance()


@pytest.mark.anyio
async def test_closing_a_view() -> None:
    """Closing a view does nothing: the client that it came from goes on."""
    async with Sandbox() as box, client_of(box) as ds:
        async with ds.with_options(timeout=5.0) as view:
            await view.account.balance()
        await view.aclose()
        await view.account.balance()
        await ds.account.balance()

        assert box.connections == 1


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"timeout": float("inf")}, {"retry": 3}])
def test_wrong_views(wrong: dict[str, Any]) -> None:
    """A view is checked like a client."""
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        Digiseller(token="T").with_options(**wrong)
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        Digiseller(token="T", **wrong)


def test_view_of_a_format() -> None:
    """A view may prefer a format."""
    options: dict[str, Any] = {"format": "json"}

    assert isinstance(Digiseller(token="T").with_options(**options), Digiseller)


@pytest.mark.parametrize("wrong", [{"rate": 5}, {"token": ""}])
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    """A setting that makes no sense is refused when the client is made."""
    settings: dict[str, Any] = {"seller_id": 1, "api_key": "K"}
    with pytest.raises(ConfigurationError):
        Digiseller(**(settings | wrong))


def test_wrong_format() -> None:
    """A format that the service does not have is refused, by a client and by a view of it."""
    wrong: Any = "yaml"
    with pytest.raises(ConfigurationError, match="format must be 'json' or 'xml'"):
        Digiseller(token="T", format=wrong)
    with pytest.raises(ConfigurationError, match="format must be 'json' or 'xml'"):
        Digiseller(token="T").with_options(format=wrong)


def test_making_a_client_is_not_living() -> None:
    """A client may be made where there is no event loop; it settles at its first call."""
    empty = httpx.Response(200, json={"retval": 0, "content": {}})
    ds = Digiseller(token="T", transport=httpx.MockTransport(lambda _: empty))

    async def use() -> object:
        return await ds.account.balance()

    assert anyio.run(use, backend="trio")


@pytest.mark.anyio
async def test_token_store() -> None:
    """The token that a store is given says until when it is valid."""
    store = FakeTokenStore()
    async with (
        Sandbox(token_lifetime=500.0, clock=lambda: 1_767_225_600.5) as box,
        client_of(box, token_store=store) as ds,
    ):
        await ds.sign_in()

    assert store.token is not None
    assert store.token.valid_until is not None
    assert store.token.valid_until.timestamp() == 1_767_226_100.5


def copied(error: DigisellerError) -> DigisellerError:
    """Copy an error."""
    return copy.copy(error)


def pickled(error: DigisellerError) -> DigisellerError:
    """Carry an error to another process."""
    found: DigisellerError = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    return found


@pytest.mark.parametrize("carry", [copied, pickled])
def test_errors_travel(carry: Carry) -> None:
    """Every error can be copied and pickled, with all its facts."""
    error: DigisellerError = RejectedError(
        "no", status=200, retval=1, errors=(ServiceMessage("name", {"en-US": "is empty"}),)
    )
    with_context(error, operation="templates.create", attempts=2, checkpoint={"page": 3})
    other = carry(error)

    assert type(other) is RejectedError
    assert vars(other) == vars(error)
    assert (str(other), other.args) == (str(error), error.args)


@pytest.mark.anyio
async def test_a_view_with_a_shorter_queue() -> None:
    """A view may wait for its turn for a shorter time than its client."""
    async with Sandbox() as box, client_of(box, rate=Rate(calls=1, per=1000.0)) as ds:
        await ds.account.balance()
        with pytest.raises(DeadlineError, match="but queue_timeout is 5 s"):
            await ds.with_options(queue_timeout=5.0).account.balance()
