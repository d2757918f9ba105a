"""Who signs in, and where: arguments before environment, and what makes no sense is refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import ConfigurationError, Digiseller, Fleet
from digiseller_async._runtime.settings import (
    Credentials,
    check_base_url,
    check_max_connections,
    resolve_credentials,
)
from digiseller_async.spec.language import Host

KEY, TOKEN, SELLER = "DIGISELLER_API_KEY", "DIGISELLER_TOKEN", "DIGISELLER_SELLER_ID"
Given = dict[str, Any]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KEY, TOKEN, SELLER):
        monkeypatch.delenv(name, raising=False)


def identified(given: Given) -> tuple[Credentials | None, str | None, int | None]:
    """Return who signs in, if *given* are the client's arguments."""
    return resolve_credentials(given.get("seller_id"), given.get("api_key"), given.get("token"))


@pytest.mark.parametrize(
    ("given", "environment", "signs_in", "token", "seller"),
    [
        ({}, {}, None, None, None),
        ({"seller_id": 7}, {}, None, None, 7),
        ({"seller_id": 7, "api_key": "k"}, {}, (7, "k"), None, 7),
        ({"token": "t"}, {}, None, "t", None),
        ({"seller_id": 7, "token": "t"}, {}, None, "t", 7),
        ({"seller_id": 7, "api_key": "k", "token": "t"}, {}, (7, "k"), "t", 7),
        ({}, {SELLER: "8", KEY: "e"}, (8, "e"), None, 8),
        ({}, {SELLER: "8", TOKEN: "et"}, None, "et", 8),
        ({}, {SELLER: "8", KEY: "e", TOKEN: "et"}, None, "et", 8),
        ({}, {SELLER: "", KEY: "", TOKEN: ""}, None, None, None),
        ({"seller_id": 7}, {SELLER: "8", KEY: "e"}, (7, "e"), None, 7),
        ({"api_key": "k"}, {SELLER: "8", KEY: "e", TOKEN: "et"}, (8, "k"), None, 8),
        ({"token": "t"}, {SELLER: "8", KEY: "e", TOKEN: "et"}, None, "t", 8),
        ({"seller_id": 7, "api_key": "k"}, {SELLER: "nonsense"}, (7, "k"), None, 7),
    ],
)
def test_identity(  # noqa: PLR0917  (a row of the table above)
    given: Given,
    environment: dict[str, str],
    signs_in: tuple[int, str] | None,
    token: str | None,
    seller: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An argument goes before its variable, and a variable of a secret before no secret given."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    credentials, found_token, found_seller = identified(given)

    found = credentials and (credentials.seller_id, credentials.api_key)
    assert (found, found_token, found_seller) == (signs_in, token, seller)


@pytest.mark.parametrize(
    ("given", "environment", "words"),
    [
        (
            {"api_key": "k"},
            {},
            "^api_key is given without seller_id: pass seller_id, or set DIGISELLER_SELLER_ID$",
        ),
        (
            {},
            {KEY: "k"},
            "^api_key is given without seller_id: pass seller_id, or set DIGISELLER_SELLER_ID$",
        ),
        ({"seller_id": 7, "api_key": ""}, {}, "^api_key must be a non-empty string$"),
        ({"seller_id": 0, "api_key": "k"}, {}, "seller_id must be an integer of at least 1"),
        ({"seller_id": -5, "api_key": "k"}, {}, "seller_id must be an integer"),
        ({"seller_id": True, "api_key": "k"}, {}, "seller_id must be an integer"),
        ({"seller_id": "7", "api_key": "k"}, {}, "seller_id must be an integer"),
        ({}, {SELLER: "0", KEY: "k"}, "seller_id must be an integer of at least 1"),
        (
            {"token": "t"},
            {SELLER: "-5"},
            "^the environment variable DIGISELLER_SELLER_ID must be an integer of at least 1$",
        ),
        (
            {"token": "t"},
            {SELLER: "seven"},
            "^the environment variable DIGISELLER_SELLER_ID must be an integer of at least 1$",
        ),
        (
            {"token": "t"},
            {SELLER: "7.0"},
            "^the environment variable DIGISELLER_SELLER_ID must be an integer of at least 1$",
        ),
        (
            {"token": "t"},
            {SELLER: "٧"},
            "^the environment variable DIGISELLER_SELLER_ID must be an integer of at least 1$",
        ),
    ],
)
def test_identities_that_are_none(
    given: Given, environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an identity, or a seller that is no number, is refused when the client is made."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=words):
        Digiseller(**given)


WRONG: list[Given] = [
    {"seller_id": -5, "token": "t"},
    {"seller_id": "x", "token": "t"},
    {"seller_id": True},
    {"seller_id": 7, "api_key": b"k"},
    {"seller_id": 7, "api_key": 5},
    {"token": ""},
    {"token": 5},
    {"token": "t", "rate": 5},
    {"token": "t", "transport": 5},
    {"token": "t", "base_url": 5},
]


@pytest.mark.parametrize("given", WRONG, ids=str)
def test_arguments_of_a_wrong_kind(given: Given) -> None:
    """What cannot work is refused when the client is made, not at the first call."""
    with pytest.raises(ConfigurationError):
        Digiseller(**given)


def test_seller_of_too_many_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number in the environment that is too long for any seller is a wrong configuration."""
    monkeypatch.setenv(SELLER, "9" * 5000)

    with pytest.raises(ConfigurationError):
        Digiseller(token="t")


@pytest.mark.parametrize(
    ("base_url", "found"),
    [
        (None, None),
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("HTTPS://Example.COM", "https://example.com"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://localhost", "http://localhost"),
        ("http://LOCALHOST:8765", "http://localhost:8765"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://127.255.255.254", "http://127.255.255.254"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("https://example.com/api_sellers", "https://example.com/api_sellers"),
        ("https://example.com:8443/a/b%20c/", "https://example.com:8443/a/b%20c"),
    ],
)
def test_origins(base_url: str | None, found: str | None) -> None:
    """An origin is https, or http on this very machine."""
    assert check_base_url(base_url) == found


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("", "such as https://host"),
        ("example.com", "such as https://host"),
        ("//example.com", "such as https://host"),
        ("https://", "such as https://host"),
        ("https://:443", "such as https://host"),
        ("ftp://example.com", "such as https://host"),
        ("file:///etc/passwd", "such as https://host"),
        ("https://example.com//", "without a query"),
        ("https://example.com/a//b", "without a query"),
        ("https://example.com/a/../b", "without a query"),
        ("https://example.com/a/%2e%2e/b", "without a query"),
        ("https://example.com/ё", "without a query"),
        ("https://example.com?x=1", "without a query"),
        ("https://example.com#x", "must be an origin"),
        ("https://user@example.com", "a query or a user"),
        ("https://user:word@example.com", "a query or a user"),
        ("https://@example.com", "a query or a user"),
        ("https://example.com:99999", "such as https://host"),
        ("https://example.com:port", "such as https://host"),
        ("https://[::1", "such as https://host"),
        ("http://example.com", "sent unencrypted"),
        ("http://127.0.0.1.example.com", "sent unencrypted"),
        ("http://localhost.example.com", "sent unencrypted"),
        ("http://192.168.0.1", "sent unencrypted"),
        ("http://10.0.0.1", "sent unencrypted"),
        ("http://0.0.0.0", "sent unencrypted"),
        ("http://[2001:db8::1]", "sent unencrypted"),
        ("http://localhost@example.com", "a query or a user"),
        ("http://127.0.0.1:80@example.com", "a query or a user"),
    ],
)
def test_origins_that_are_none(base_url: str, words: str) -> None:
    """A token never travels to what is no origin, nor in the clear beyond this machine."""
    with pytest.raises(ConfigurationError, match=words):
        Digiseller(token="t", base_url=base_url)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://sandbox:8765",
        "http://192.168.0.1",
        "http://[2001:db8::1]:80",
        "http://notdigiseller.com",
        "http://digiseller.com.example",
        "http://127.0.0.1:8765",
        "https://example.com",
    ],
)
def test_http_that_is_allowed(base_url: str) -> None:
    """With *allow_http* an origin may be http on any host but the service's own."""
    assert check_base_url(base_url, allow_http=True) == base_url


@pytest.mark.parametrize("scheme", ["http", "https", "HTTP"])
@pytest.mark.parametrize(
    "place",
    [
        *(host.value.partition("//")[2] for host in Host),
        "digiseller.com",
        "digiseller.ru",
        "DigiSeller.COM",
        "api.digiseller.com.",
        "a.b.digiseller.ru:8765",
        "api.digiseller.com:80/prefix",
    ],
)
def test_http_to_the_service(scheme: str, place: str) -> None:
    """*allow_http* is refused for each host of the service, however its name is written."""
    with pytest.raises(ConfigurationError, match=r"^allow_http is refused for [a-z.]+, a host of"):
        Digiseller(token="t", base_url=f"{scheme}://{place}", allow_http=True)
    if scheme != "https":
        with pytest.raises(ConfigurationError, match=r"^base_url must be https .* unencrypted$"):
            Digiseller(token="t", base_url=f"{scheme}://{place}")


@pytest.mark.parametrize(
    "base_url",
    [
        "http://sandbox@api.digiseller.com",
        "http://digiseller.com\\@sandbox",
        "http://digiseller。com",
        "http://ｄigiseller.com",
        "http://digiseller%2Ecom",
        "http://digiseller.com..",
        "http:/digiseller.com",
        "ftp://sandbox",
    ],
)
def test_what_allow_http_does_not_allow(base_url: str) -> None:
    """*allow_http* allows no other trick with an origin."""
    with pytest.raises(ConfigurationError, match=r"^base_url must be an origin"):
        check_base_url(base_url, allow_http=True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"allow_http": True},
            "^allow_http is given without base_url: .* or leave allow_http out$",
        ),
        ({"allow_http": "yes", "base_url": "http://sandbox"}, "^allow_http must be True or False"),
        ({"base_url": "http://sandbox"}, r"unencrypted; Digiseller\(allow_http=True\) allows it"),
    ],
)
def test_allow_http_is_named(settings: Any, words: str) -> None:
    """The errors name the flag, what is wrong with it, and what it is for."""
    with pytest.raises(ConfigurationError, match=words):
        Digiseller(token="t", **settings)
    with pytest.raises(ConfigurationError, match=words):
        Fleet().client(7, "KEY", **settings)


def test_the_origin_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without *base_url* the environment's origin is used; an argument comes before it."""
    monkeypatch.setenv("DIGISELLER_BASE_URL", " http://127.0.0.1:8765/\n")
    assert "base_url='http://127.0.0.1:8765'" in repr(Digiseller(token="t"))
    assert "base_url='https://host'" in repr(Digiseller(token="t", base_url="https://host"))

    monkeypatch.setenv("DIGISELLER_BASE_URL", "http://sandbox:8765")
    assert "sandbox:8765" in repr(Digiseller(token="t", allow_http=True))
    monkeypatch.setenv("DIGISELLER_BASE_URL", " ")
    assert "hosts=" in repr(Digiseller(token="t"))


@pytest.mark.parametrize("text", ["http://sandbox:8765", "host", "https://host?a=b"])
def test_an_origin_of_the_environment_that_is_none(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the variable, so that nobody looks for the fault in the program."""
    monkeypatch.setenv("DIGISELLER_BASE_URL", text)
    with pytest.raises(
        ConfigurationError, match=r"^the environment variable DIGISELLER_BASE_URL must be "
    ):
        Digiseller(token="t")


@given(
    scheme=st.sampled_from(["http", "https"]),
    host=st.from_regex(r"[a-z0-9.\-]{1,20}", fullmatch=True),
    port=st.none() | st.integers(0, 65535),
)
def test_where_an_origin_leads(scheme: str, host: str, port: int | None) -> None:
    """An accepted origin is read by the HTTP library as the host and port that were checked."""
    end = "" if port is None else f":{port}"
    try:
        found = check_base_url(f"{scheme}://{host}{end}")
        assert found is not None
        url = httpx.URL(found)
    except (ConfigurationError, httpx.InvalidURL):
        return

    assert (url.scheme, url.host) == (scheme, host)
    assert url.port in (port, None)
    assert scheme == "https" or host == "localhost" or host.startswith("127.")


@pytest.mark.parametrize("base_url", ["https://exam ple.com", "https://a\\b", "https://a\n.b"])
def test_hosts_with_strange_signs(base_url: str) -> None:
    """A host that no resolver would take is refused, instead of being mended in silence."""
    with pytest.raises(ConfigurationError):
        check_base_url(base_url)


@pytest.mark.parametrize("number", [0, -1, 1.5, True, None, "16"])
def test_connections_that_are_none(number: Any) -> None:
    """A client has at least one connection."""
    with pytest.raises(
        ConfigurationError, match=r"^max_connections must be an integer of at least 1"
    ):
        Digiseller(token="t", max_connections=number)
    assert check_max_connections(1) == 1


@pytest.mark.parametrize("settings", [{"timeout": 0}, {"retry": None}, {"format": "yaml"}])
def test_other_settings_that_make_no_sense(settings: Any) -> None:
    """Time, patience and format are checked when the client is made, not at its first call."""
    with pytest.raises(ConfigurationError):
        Digiseller(token="t", **settings)
