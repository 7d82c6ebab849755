"""The one message of a case that its thread hangs on, edited at every change.

It is made from the case's card. A card's labels are words; the ones that belong to
known facts are found again by putting the same phrases into the same language. Amounts
are printed with every digit, so their digits alone are the minor units that the money
bar needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.slack.actions import Attach, Give
from adapters.slack.blocks import Drawn, Key, buttons, context, fields, header, section
from adapters.slack.paging import Page, as_post
from adapters.slack.screen import Screen
from adapters.slack.sending import Post
from adapters.slack.text import escaped, one_line
from assistant.chat.replies import Card

BAR_CELLS = 20
# The parts of an invoice in the bar, from what is settled to what is in dispute. Each
# has its own shade, so that the bar can be read without colour; the words follow it.
SHARES = {
    "grid.paid": "█",
    "grid.credited": "▓",
    "grid.written_off": "▒",
    "grid.undisputed": "░",
    "grid.disputed": "▞",
}
_FIRST = ("card.customer", "card.state", "card.turn", "card.next", "card.due")
_SUMS = ("grid.invoiced", "grid.due")
# With `minimal` the channel reads these and nothing else.
_MINIMAL = ("card.state", "card.turn", "card.next", "card.due", "card.hold")
_KNOWN = (*_FIRST, "card.hold", *_SUMS, *SHARES)


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a channel may read: `PARLEY_CHANNEL_DETAIL`.

    is_minimal: no customer names and no amounts.
    due_at: when the next action is due, shown on each reader's own clock as well.
    """

    is_minimal: bool = False
    due_at: datetime | None = None


FULL = Detail()


def root(card: Card[str], screen: Screen, detail: Detail = FULL) -> Post:
    """The root message; always one, whatever the card holds.

    What does not fit is behind the first button; a line says so.
    """
    known = _known(card, screen, detail)
    drawn = [
        *_said_before(header(card.title)),
        *_said_before(fields(_rows(known, _FIRST, screen))),
        *_local_time(known, screen, detail),
        *_money(known, screen),
        *fields(_rest(card, known, screen, detail)),
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
    return as_post(page, case_line(card, screen, detail))


def case_line(card: Card[str], screen: Screen, detail: Detail = FULL) -> str:
    """The case in a sentence or two: number, customer, sum, state, next step.

    It opens the text of every message of the case; see `Screen.case_line`.
    """
    known = _known(card, screen, detail)
    values = {key.partition(".")[2]: one_line(value) for key, value in known.items()}
    says = screen.say
    line = "slack.case"
    if "customer" in values:
        is_disputed = _minor(known.get("grid.disputed", ""))
        line = "slack.case_disputed" if is_disputed else "slack.case_customer"
    texts = [says(line, case=one_line(card.title), **_filled(values, _LINE))]
    if "next" in values:
        texts.append(says("slack.case_next", **_filled(values, _NEXT)))
    return " ".join(texts)


_LINE, _NEXT = ("customer", "disputed", "state"), ("next", "due", "turn")


def _said_before(drawn: list[Drawn]) -> list[Drawn]:
    """Blocks that the case's line, which opens the text, has told already."""
    return [Drawn(each.block) for each in drawn]


def _filled(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: values.get(name, "") for name in names}


def _known(card: Card[str], screen: Screen, detail: Detail) -> dict[str, str]:
    """The card's values by the keys of their labels, as far as they may be read."""
    labels = {screen.say(key): key for key in _KNOWN}
    found = {
        labels[each.label]: each.value for each in card.fields if each.label in labels
    }
    if not detail.is_minimal:
        return found
    customer = found.get("card.customer", "")
    stand_in = screen.say("customer.unnamed")
    return {
        key: value.replace(customer, stand_in) if customer else value
        for key, value in found.items()
        if key in _MINIMAL and not (key == "card.next" and _has_digit(value))
    }


def _rows(
    known: Mapping[str, str], keys: tuple[str, ...], screen: Screen
) -> Iterator[tuple[str, str]]:
    for key in keys:
        if key in known:
            yield screen.say(key), known[key]


def _rest(
    card: Card[str], known: Mapping[str, str], screen: Screen, detail: Detail
) -> list[tuple[str, str]]:
    """The hold, the legal clocks and whatever else the card tells."""
    if detail.is_minimal:
        return list(_rows(known, ("card.hold",), screen))
    shown = {screen.say(key) for key in (*_FIRST, *_SUMS, *SHARES)}
    return [(f.label, f.value) for f in card.fields if f.label not in shown]


def _local_time(
    known: Mapping[str, str], screen: Screen, detail: Detail
) -> list[Drawn]:
    """When the next step is due, on the reader's own clock."""
    due, at = known.get("card.due"), detail.due_at
    if due is None or at is None:
        return []
    fallback = escaped(one_line(due).replace("|", "/"))
    date = f"<!date^{int(at.timestamp())}^{{date_long_pretty}}, {{time}}|{fallback}>"
    label = escaped(screen.say("slack.your_time"))
    text = {"type": "mrkdwn", "text": f"{label}: {date}", "verbatim": True}
    return [Drawn({"type": "context", "elements": [text]})]


def _money(known: Mapping[str, str], screen: Screen) -> list[Drawn]:
    """The invoice as a bar of its parts, and the same in words."""
    shares = {key: _minor(known.get(key, "")) for key in SHARES}
    shares = {key: minor for key, minor in shares.items() if minor}
    if not shares:
        return []
    bar = "".join(SHARES[key] * cells for key, cells in _cells(shares).items())
    words = [f"{SHARES[key]} {screen.say(key)} {known[key]}" for key in shares]
    sums = [f"{label} {value}" for label, value in _rows(known, _SUMS, screen)]
    spoken = ", ".join(f"{screen.say(key)} {known[key]}" for key in shares)
    drawn = section("\n".join((bar, "   ".join(words))))
    if sums:
        drawn += context(" · ".join(sums))
    return [Drawn(drawn[0].block, spoken), *drawn[1:]]


def _cells(shares: Mapping[str, int]) -> dict[str, int]:
    """How many cells each share has: at least one, `BAR_CELLS` in all."""
    whole = sum(shares.values())
    cells = {key: max(1, BAR_CELLS * part // whole) for key, part in shares.items()}
    widest = max(cells, key=lambda key: shares[key])
    cells[widest] += BAR_CELLS - sum(cells.values())
    return cells


def _keys(card: Card[str], known: Mapping[str, str], screen: Screen) -> list[Key]:
    """The next step first; an open case also takes papers."""
    keys = [Key(each.label, Give(each.command)) for each in card.buttons]
    if "card.due" not in known:
        return keys
    show = Give(f"show {card.case_id}")
    go_on = Key(screen.say("slack.go_on"), show, is_main=True)
    return [go_on, *keys, Key(screen.say("slack.add_files"), Attach(card.case_id))]


def _minor(amount: str) -> int:
    """The minor units of an amount in words; 0 for one that is not there."""
    digits = "".join(char for char in amount if char.isdecimal())
    return int(digits or 0)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))
