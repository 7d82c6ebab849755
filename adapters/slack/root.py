"""The one message of a case that its thread hangs on, edited at every change.

It is made from the case's card. A card's labels are words; those of the facts that the
first line needs are found again by putting the same phrases into the same language.
"""

from collections.abc import Iterable, Mapping

from adapters.slack.actions import Attach, Give
from adapters.slack.blocks import (
    Drawn,
    Key,
    Row,
    buttons,
    context,
    fields,
    header,
    section,
)
from adapters.slack.outgoing import Post
from adapters.slack.paging import Page, as_post
from adapters.slack.screen import Screen
from adapters.slack.text import one_line
from adapters.slack.veil import Veil, names_in
from assistant.chat.replies import Card, Field, Share

BAR_CELLS = 20
# The parts of an invoice in the bar, from what is settled to what is in dispute. Each
# has its own shade, so that the bar can be read without colour; the words follow it.
SHADES = {
    "grid.paid": "█",
    "grid.credited": "▓",
    "grid.written_off": "▒",
    "grid.undisputed": "░",
    "grid.disputed": "▞",
}
_OTHER = "▦"
_FIRST = ("card.customer", "card.state", "card.turn", "card.next", "card.due")
_NAMES, _NUMBERS = ("card.customer", "card.decider"), ("card.invoice",)
_SUMS = ("grid.invoiced", "grid.due")


def root(card: Card[str], screen: Screen, *, is_minimal: bool = False) -> Post:
    """The root message; always one, whatever the card holds.

    is_minimal: for channels that shall read no customer names and no amounts.
    What does not fit is behind the first button; a line says so.
    """
    card = veil_of(card, screen).card(card) if is_minimal else card
    known = _by_key(card, screen)
    drawn = [
        *_said_before(header(card.title)),
        *_said_before(fields(_rows(known[key] for key in _FIRST if key in known))),
        *_money(card, known, screen),
        *fields(_rows(_rest(card, known, screen))),
    ]
    keys = buttons(_keys(card, known, screen))
    page, more = Page(), context(screen.say("slack.root_more"))
    for each in drawn:
        if not page.has_room_for([each, *more, *keys]):
            page.add(more[0])
            break
        page.add(each)
    for each in keys:
        page.add(each)
    return as_post(page, _line(card, known, screen))


def case_line(card: Card[str], screen: Screen, *, is_minimal: bool = False) -> str:
    """The case in a sentence or two: number, customer, sum, state, next step.

    It opens the text of every message of the case; see `Screen.case_line`.
    """
    card = veil_of(card, screen).card(card) if is_minimal else card
    return _line(card, _by_key(card, screen), screen)


def _line(card: Card[str], known: Mapping[str, Field[str]], screen: Screen) -> str:
    def values(*keys: str) -> dict[str, str]:
        found = {key.partition(".")[2]: known.get(key) for key in keys}
        return {n: one_line(field.value) if field else "" for n, field in found.items()}

    key = "slack.case"
    if "card.customer" in known:
        label = screen.say("grid.disputed")
        is_disputed = any(each.label == label for each in card.shares)
        key = "slack.case_disputed" if is_disputed else "slack.case_customer"
    facts = values("card.customer", "card.state", "grid.disputed")
    said = screen.say(key, case=one_line(card.title), **facts)
    if "card.next" not in known:
        return said
    facts = values("card.next", "card.due", "card.turn")
    return f"{said} {screen.say('slack.case_next', **facts)}"


def _said_before(drawn: list[Drawn]) -> list[Drawn]:
    """Blocks that the case's line, which opens the text, has told already."""
    return [Drawn(each.block) for each in drawn]


def _by_key(card: Card[str], screen: Screen) -> dict[str, Field[str]]:
    """The card's fields by the keys of their labels, as far as they are known."""
    labels = {screen.say(key): key for key in (*_FIRST, *_SUMS, *SHADES)}
    return {labels[f.label]: f for f in card.fields if f.label in labels}


def veil_of(card: Card[str], screen: Screen) -> Veil:
    """What takes a case's names and amounts out of a text, from the case's card."""
    unnamed = screen.say("customer.unnamed")
    named, numbered = (
        [f.value for f in card.fields if f.label in map(screen.say, keys)]
        for keys in (_NAMES, _NUMBERS)
    )
    return Veil(
        unnamed,
        screen.say("slack.some_amount"),
        names_in(named, unnamed),
        frozenset(numbered),
    )


def _rows(given: Iterable[Field[str]]) -> list[Row]:
    return [Row(field.label, field.value, field.at) for field in given]


def _rest(
    card: Card[str], known: Mapping[str, Field[str]], screen: Screen
) -> list[Field[str]]:
    """The hold, the legal clocks and whatever else the card tells."""
    shown = {known[key].label for key in _FIRST if key in known}
    if card.shares:
        shown |= {screen.say(key) for key in (*_SUMS, *SHADES)}
    return [field for field in card.fields if field.label not in shown]


def _money(
    card: Card[str], known: Mapping[str, Field[str]], screen: Screen
) -> list[Drawn]:
    """The invoice as a bar of its parts, and the same in words."""
    labels = {screen.say(key): shade for key, shade in SHADES.items()}
    order = list(labels)
    shares = sorted(
        (each for each in card.shares if each.weight > 0),
        key=lambda each: order.index(each.label) if each.label in labels else 0,
    )
    if not shares:
        return []
    shades = [labels.get(each.label, _OTHER) for each in shares]
    cells = zip(shades, _cells(shares), strict=True)
    bar = "".join(shade * count for shade, count in cells)
    told = [f"{each.label} {each.value}" for each in shares]
    words = [f"{shade} {text}" for shade, text in zip(shades, told, strict=True)]
    sums = [known[key] for key in _SUMS if key in known]
    drawn = section("\n".join((bar, "   ".join(words))))
    drawn = [Drawn(drawn[0].block, ", ".join(told)), *drawn[1:]]
    return [*drawn, *context(" · ".join(f"{f.label} {f.value}" for f in sums))]


def _cells(shares: list[Share[str]]) -> list[int]:
    """How many cells each share has: at least one, `BAR_CELLS` in all."""
    whole = sum(each.weight for each in shares)
    cells = [max(1, BAR_CELLS * each.weight // whole) for each in shares]
    widest = max(range(len(shares)), key=lambda at: shares[at].weight)
    cells[widest] += BAR_CELLS - sum(cells)
    return cells


def _keys(
    card: Card[str], known: Mapping[str, Field[str]], screen: Screen
) -> list[Key]:
    """The next step first; an open case also takes papers."""
    keys = [Key(each.label, Give(each.command)) for each in card.buttons]
    if "card.due" not in known:
        return keys
    show = Give(f"show {card.case_id}")
    go_on = Key(screen.say("slack.go_on"), show, is_main=True)
    return [go_on, *keys, Key(screen.say("slack.add_files"), Attach(card.case_id))]
