"""A dispute as JSON, read into what is known; or a clear word on what is wrong."""

import difflib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from assistant.advice.estimate.known import (
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    Fact,
    Known,
    answers,
)
from assistant.errors import InputError

AMOUNTS = ("invoiced", "paid_before", "claimed", "claimed_at_hearing", "counterclaim")
OBJECTIONS = frozenset(
    "scope amount quality terms not_received authorization late other".split()
)
# What a row of decided cases holds besides; none of it moves the estimate.
_BESIDE = frozenset(
    "id citation url jurisdiction year trade currency outcome merit_label why"
    " confidence text_seen".split()
)
_READ = frozenset({"facts", "objection_categories", "amounts", *AMOUNTS})
# Interest, tax or an extra may lift a claim a little above what was invoiced.
_AT_MOST = Decimal("1.25")
_HIGHEST = Decimal(10) ** 15
_OR = " or "
_NONE = Decimal("NaN")


def read_known(record: Mapping[str, object]) -> Known:
    """What a JSON object says is known.

    record: either `{"facts": {...}, "objection_categories": [...], "claimed": "480"}`
        as in `tests/data/DECIDED-CASES.md`, amounts beside the facts or under
        "amounts", or the facts alone. null, or leaving a key out, is "not known", and
        so is "n/a" where no such answer is foreseen.
    Raises InputError (`error.assess_...`) that names the key and what to write.
    """
    has_facts = "facts" in record
    facts = record.get("facts") if has_facts else _facts_alone(record)
    if has_facts:
        _refuse_slips(record)
    objections = _objections(record.get("objection_categories"))
    amounts = _amounts(record)
    return Known(_facts(facts), objections, _paid_percent(amounts))


def unused_keys(record: Mapping[str, object]) -> tuple[str, ...]:
    """Keys of a record that are neither read nor known to stand beside the facts."""
    if "facts" not in record:
        return ()
    return tuple(key for key in record if key not in _READ | _BESIDE)


def _facts_alone(record: Mapping[str, object]) -> dict[str, object]:
    beside = _READ | _BESIDE
    return {key: value for key, value in record.items() if key not in beside}


def _refuse_slips(record: Mapping[str, object]) -> None:
    """A key that nearly names what is read is a slip; others are somebody's notes."""
    for key in unused_keys(record):
        if key in set(Fact):
            raise InputError("error.assess_fact_outside", key=key)
        near = difflib.get_close_matches(key, _READ, 1, 0.8)
        if near:
            raise InputError("error.assess_unknown_key", key=key, near=near[0])


def _facts(given: object) -> dict[Fact, str]:
    if not isinstance(given, Mapping):
        raise InputError("error.assess_no_facts")
    facts: dict[Fact, str] = {}
    for key, value in given.items():
        if key not in set(Fact):
            near = difflib.get_close_matches(str(key), [*Fact, *_READ], 1, 0.5)
            if near:
                raise InputError("error.assess_unknown_key", key=key, near=near[0])
            allowed = ", ".join(Fact)
            raise InputError("error.assess_no_such_fact", key=key, allowed=allowed)
        fact = Fact(key)
        if value is not None and (value != NOT_APPLICABLE or value in answers(fact)):
            facts[fact] = _answer(fact, value)
    return facts


def _answer(fact: Fact, value: object) -> str:
    allowed = answers(fact)
    if isinstance(value, bool):
        said = TRUE if value else FALSE
    else:  # a quoted "true" is no true: it may be a slip of another program
        said = value if isinstance(value, str) and value not in (TRUE, FALSE) else ""
    if said not in allowed:
        quoted = [a if a in (TRUE, FALSE) else f'"{a}"' for a in allowed]
        raise InputError(
            "error.assess_value",
            key=str(fact),
            value=_shown(value),
            allowed=", ".join([*quoted, "null"]),
        )
    return said


def _objections(given: object) -> frozenset[str]:
    if given is None:
        return frozenset()
    listed = given if isinstance(given, list) else [given]
    for each in listed:
        if each is given or not isinstance(each, str) or each not in OBJECTIONS:
            raise InputError(
                "error.assess_objection",
                value=_shown(each),
                allowed=", ".join(sorted(OBJECTIONS)),
            )
    return frozenset(listed)


def _amounts(record: Mapping[str, object]) -> dict[str, Decimal]:
    """The amounts that are stated, in major units of whatever currency."""
    inside = record.get("amounts")
    if inside is not None and not isinstance(inside, Mapping):
        raise InputError("error.assess_amounts")
    given: dict[str, object] = {name: record.get(name) for name in AMOUNTS}
    for key, value in (inside or {}).items():
        if key not in AMOUNTS:
            near = _OR.join(AMOUNTS)
            raise InputError("error.assess_unknown_key", key=str(key), near=near)
        given[key] = value
    return {name: _amount(name, v) for name, v in given.items() if v is not None}


def _amount(name: str, value: object) -> Decimal:
    is_plain = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
    try:
        amount = Decimal(str(value)) if is_plain else _NONE
    except InvalidOperation:
        amount = _NONE
    if not amount.is_finite() or not 0 <= amount <= _HIGHEST:
        raise InputError("error.assess_amount", key=name, value=_shown(value))
    return amount


def _paid_percent(amounts: Mapping[str, Decimal]) -> int | None:
    """The share of the price that was paid; InputError where amounts do not fit."""
    invoiced, paid, claimed = (amounts.get(n) for n in AMOUNTS[:3])
    if invoiced is None and paid is not None and claimed is not None:
        invoiced = paid + claimed
    if not invoiced:
        return None
    if paid is not None and paid > invoiced:
        raise InputError("error.assess_paid_above", paid=paid, invoiced=invoiced)
    if claimed is not None and claimed > invoiced * _AT_MOST:
        raise InputError(
            "error.assess_claimed_above", claimed=claimed, invoiced=invoiced
        )
    if paid is None:
        paid = None if claimed is None else max(Decimal(0), invoiced - claimed)
    return None if paid is None else round(100 * paid / invoiced)


def _shown(value: object) -> str:
    """The value as JSON would show it, shortened."""
    quoted = f'"{value}"' if isinstance(value, str) else str(value)
    text = quoted.casefold() if isinstance(value, bool) else quoted
    return text if len(text) <= 40 else f"{text[:39]}…"
