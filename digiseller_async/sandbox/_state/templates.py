"""Names, ids and percents come in; commission templates and pages of them go out."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from .._http.answers import Page, RefusedError
from .._http.dates import seven_digits
from .._http.query import Arguments
from .indexes import cut
from .product_seeds import FIRST_ID

MOST_ROWS = 100
HIGHEST_PERCENT = 100
FIRST_CREATED = 1_560_423_088.227  # 2019-06-13T13:51:28.227 in Moscow, from the page's sample


class Template(msgspec.Struct, frozen=True):
    """One commission template."""

    id: int
    name: str
    seller_id: int
    created: str
    modified: str


@dataclass
class Templates:
    """The seller's templates, and the percents that were set in each of them."""

    seller_id: int
    products: int
    clock: Callable[[], float]
    percents: dict[int, dict[int, tuple[int, str]]] = field(
        default_factory=dict[int, dict[int, tuple[int, str]]]
    )
    _templates: dict[int, Template] = field(default_factory=dict[int, Template])
    _last_id: int = 0

    def seed(self, count: int) -> None:
        """Create *count* templates, one a day, long ago."""
        for number in range(1, count + 1):
            self._add(f"Шаблон комиссий #{number}", FIRST_CREATED + 86_400 * (number - 1))

    def __len__(self) -> int:
        """Return how many templates there are."""
        return len(self._templates)

    def create(self, name: str | None) -> Template:
        """Create a template."""
        return self._add(_checked(name), self.clock())

    def _add(self, name: str, now: float) -> Template:
        """Keep a new template under the next id."""
        self._last_id += 1
        moment = seven_digits(now)
        made = Template(self._last_id, name, self.seller_id, moment, moment)
        self._templates[made.id] = made
        self.percents[made.id] = {}
        return made

    def rename(self, template_id: int | None, name: str | None) -> Template:
        """Give the template another name."""
        old = self.find(template_id)
        new = msgspec.structs.replace(old, name=_checked(name), modified=seven_digits(self.clock()))
        self._templates[old.id] = new
        return new

    def delete(self, template_id: int | None) -> None:
        """Delete the template and its percents."""
        found = self.find(template_id)
        del self._templates[found.id], self.percents[found.id]

    def find(self, template_id: int | None) -> Template:
        """Return the template, or refuse."""
        if template_id not in self._templates:
            raise RefusedError("template_id", f"Template not found: {template_id}")
        return self._templates[template_id]

    def page(self, arguments: Arguments) -> Page:
        """Return the page of templates that the *arguments* ask for, the oldest first."""
        ids = list(self._templates)
        return cut(ids, self._templates.__getitem__, arguments, MOST_ROWS)

    def set_percents(self, template_id: int | None, percents: dict[int, int]) -> None:
        """Set the percents by product id: all of them, or none if one is refused."""
        found = self.find(template_id)
        if not percents:
            raise RefusedError("products", "products is required")
        for product_id, percent in percents.items():
            if not 0 <= product_id - FIRST_ID < self.products:
                raise RefusedError("product_id", f"Product not found: {product_id}")
            if not 0 <= percent <= HIGHEST_PERCENT:
                raise RefusedError("percent", f"percent is not from 0 to 100: {percent}")
        moment = seven_digits(self.clock())
        edits = {product_id: (percent, moment) for product_id, percent in percents.items()}
        self.percents[found.id].update(edits)


def _checked(name: str | None) -> str:
    """Return the *name*, which is not blank, or refuse."""
    if name is None or not name.strip():
        raise RefusedError("name", "name is required")
    return name
