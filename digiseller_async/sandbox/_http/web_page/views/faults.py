"""Show the faults that wait for requests, and the forms that inject one and expire tokens."""

from ...faults import Fault, PlannedFault
from ...routes import OPERATIONS
from ..markup import Html, element
from ..parts import badge, card, choice, field, form, table
from ..visit import View, Visit

ANY = ("", "any that it can happen to")


def show_faults(visit: Visit) -> View:
    """Show the faults that wait, and the forms."""
    rows = [fault_row(one) for one in visit.state.faults.planned()]
    headings = ("Fault", "Operation", "Requests")
    listed = table("In this order", headings, rows, empty="No fault waits for a request.")
    planned = card("Waiting", listed)
    forms = element("div", fault_card(visit), tokens_card(), class_="stack")
    return View(title="Faults", content=element("div", forms, planned, class_="columns"))


def fault_row(planned: PlannedFault) -> tuple[Html, ...]:
    """Return the cells of one fault."""
    return (
        badge(planned.fault, "warn"),
        element("code", planned.operation or "any", class_="wrapped"),
        element("span", planned.left, class_="number"),
    )


def fault_card(visit: Visit) -> Html:
    """Return the form that injects a fault."""
    faults = [(str(one), one.replace("_", " ")) for one in Fault]
    operations = [ANY, *((one, one) for one in sorted(OPERATIONS))]
    controls = (
        choice("Fault", "fault", faults, visit.prefilled("fault", Fault.SERVER_ERROR)),
        choice("Operation", "operation", operations, visit.prefilled("operation")),
        field("Requests", "times", visit.prefilled("times", "1"), type="number", min=1),
        details(visit),
    )
    return card("Inject a fault", form("/shop/inject", "Inject", *controls), id_="inject")


def details(visit: Visit) -> Html:
    """Return the controls for what only some faults take."""
    newest = [("", "the oldest"), ("true", "the newest")]
    controls = (
        field("Seconds", "seconds", visit.given.text("seconds") or "", hint="latency"),
        field("Retry-After", "retry_after", visit.given.text("retry_after") or "", hint="too many"),
        field("Status", "status", visit.given.text("status") or "", hint="server error"),
        field("Rows that are lost", "by", visit.given.text("by") or "", hint="shrunk"),
        choice("Which rows", "newest", newest, visit.given.text("newest") or ""),
    )
    inner = element("div", controls, class_="fields")
    return element("details", element("summary", "Details"), inner)


def tokens_card() -> Html:
    """Return the button that expires all tokens."""
    text = "Programs have to sign in again before their next call."
    return card("Tokens", element("p", text), form("/shop/expire", "Expire all", tone="quiet"))
