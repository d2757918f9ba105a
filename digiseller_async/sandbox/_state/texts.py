"""Hold texts in the service's two languages, and the refusals that are told in them."""

import msgspec


class Text(msgspec.Struct, frozen=True):
    """One text in one language."""

    locale: str
    value: str


class RefusedError(Exception):
    """The service says no, with retval 1."""

    def __init__(self, code: str, english: str, russian: str = "", *, status: int = 200) -> None:
        """Keep the *code* and the texts of the refusal."""
        super().__init__(english)
        self.code = code
        self.english = english
        self.russian = russian or f"Ошибка в запросе: {code}"
        self.status = status


def in_both_languages(russian: str, english: str) -> tuple[Text, ...]:
    """Return the two texts as the service writes them."""
    return (Text("ru-RU", russian), Text("en-US", english))


def text_in(texts: tuple[Text, ...], language: str) -> str:
    """Return the text in this *language*, or the first one, or none."""
    found = [text.value for text in texts if text.locale == language]
    return (found or [text.value for text in texts] or [""])[0]
