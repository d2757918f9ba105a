"""A secret is found in a text however it is spelled, and taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.secrets.leaks import Secrets

from digiseller_async._redaction import cut, redact, redact_addresses, redact_value, secret_str
from digiseller_async.models import TaskError, TaskState, TaskStatus

SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    quote,
    lambda text: quote(text, safe=""),
    lambda text: quote(text, safe="").lower(),
    json.dumps,
    lambda text: json.dumps(text, ensure_ascii=False),
    lambda text: json.dumps(text).replace("/", "\\/"),
    escape,
    repr,
    ascii,
)


LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=("Cc", "Cs"))


@given(st.text(LETTERS, min_size=4), st.text(LETTERS), st.sampled_from(SPELLINGS))
def test_without_a_secret(secret: str, around: str, spell: Callable[[str], str]) -> None:
    """However a secret is spelled, it is gone."""
    spelled = spell(secret)
    found = redact(f"{around} {spelled} {around}", [secret, "abc"])

    assert spelled not in found or spelled in f"{around} … {around}"


@pytest.mark.parametrize("spell", SPELLINGS)
def test_without_the_begin_of_a_secret(spell: Callable[[str], str]) -> None:
    """Where a text is cut within a secret, at most three letters of it stay."""
    spelled = spell(Secrets.token)
    for end in range(len(spelled) + 1):
        found = redact(f"it is {spelled[:end]}", [Secrets.token], is_cut=True)

        assert Secrets.token[:4].lower() not in found.lower()
        assert found.startswith("it is ")


def test_without_two_that_overlap() -> None:
    """Secrets that overlap, or lie next to each other, are both gone, and what is beside stays."""
    assert redact("say abcdef, or efgh", ["abcd", "cdef", "efgh"]) == "say …, or …"
    assert redact("%41bcdefgh", ["Abcd", "efgh"]) == "……"
    assert redact(r"is \ud83d\ude00\xe9abc&#33;\n", ["😀éabc!"]) == "is …\\n"


def test_without_what_nobody_reads() -> None:
    """A text of megabytes is cut, so looking through it is quick."""
    assert len(redact("%41" * 2**20, ["secret"])) <= 4096
    assert len(redact_addresses("a" * 2**20)) <= 4096


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("to a.b+c'd@mail-x.example.com, now", "to …, now"),
        ("of %3Cbuyer%40x.example%3E", "of …%3E"),
        ("buyer\\u0040x.example or buyer&#64;x.example", "… or …"),
        ("5 @ 3", "5 @ 3"),
        ("count=40, then page=40.", "count=40, then page=40."),
        *(
            (f"of buyer{sign}x.example, now", "of …, now")
            for sign in (
                *("&#x40;", "&#064", "&#X40", "&commat;", "&amp;#64;", "&#65312;", "&#x25;40"),
                *("%2540", "%252540", "%EF%BC%A0", "%26%2364%3B", "=40", "=EF=BC=A0"),
                *("\uff20", "\ufe6b", r"\uff20", r"\x40", r"\\u0040", r"\U00000040", r"\u002540"),
            )
        ),
    ],
)
def test_without_addresses(text: str, redacted: str) -> None:
    """What is like an e-mail address is gone, in each spelling of its sign."""
    assert redact_addresses(text) == redacted


def test_bare() -> None:
    """A model is rid of secrets in each of its texts; what is no text stays as it is."""
    told = TaskError(key="1", value="secret of me@x.example")
    status = TaskStatus(
        task_id="secret", status=TaskState.DONE, total_count=2, errors_descriptions=(told,)
    )

    found = redact_value(status, ["secret"])

    assert found.errors_descriptions == (TaskError(key="1", value="… of …"),)
    assert (found.task_id, found.total_count) == ("…", 2)
    assert redact_value(None, ["secret"]) is None


def test_escaped_again() -> None:
    """A secret is found in a text that was escaped more than once, also where that text is cut."""
    secret = "se/cr&et"
    twice = quote(quote(secret, safe=""))

    assert redact(f"is {twice}!", [secret]) == "is …!"
    assert redact(f"is {twice[:-1]}", [secret], is_cut=True) == "is …"


def test_parts_of_a_secret() -> None:
    """What the methods of a secret text return has its letters, and no repr."""
    secret = secret_str("Se-cret")
    texts = [
        *(secret[:4], secret[0], secret.upper(), str(secret), f"{secret}", format(secret, ">9")),
        *(
            secret + "x",
            "x" + secret,
            secret * 2,
            2 * secret,
            secret % (),
            secret.replace("S", "s"),
        ),
        *(*secret, *secret.split("-"), *secret.partition("-"), *secret.splitlines()),
    ]

    assert {repr(text) for text in texts} == {"'…'"}
    assert texts[:6] == ["Se-c", "S", "SE-CRET", "Se-cret", "Se-cret", "  Se-cret"]
    assert texts[6:9] == ["Se-cretx", "xSe-cret", "Se-cretSe-cret"]
    assert (secret.encode(), secret.find("c"), secret.isupper()) == (b"Se-cret", 3, False)
    with pytest.raises(TypeError):
        _ = 1 + secret


def test_hidden() -> None:
    """A hidden text is equal to itself, and does not show itself; what is no text is not kept."""
    assert secret_str("secret") == "secret"
    assert repr(secret_str("secret")) == "'…'"
    assert repr(secret_str(b"secret")) == "<bytes>"
    assert secret_str(None) is None


@pytest.mark.parametrize("end", range(3, 17))
def test_without_the_begin_of_a_secret_that_was_cut(end: int) -> None:
    """Before the mark of a cut, the begin of a secret is removed, and what follows stays."""
    text = f"{cut('a b ' + SECRET_OF_16, 4 + end)}; more"
    found = redact(text, [SECRET_OF_16])

    assert found.endswith("; more")
    assert SECRET_OF_16[:4] not in found


def test_a_list_of_values() -> None:
    """Each value of a list is redacted."""
    assert redact_value([SECRET_OF_16, 5, "a"], [SECRET_OF_16]) == ["…", 5, "a"]


SECRET_OF_16 = "S3CRET0123456789"
