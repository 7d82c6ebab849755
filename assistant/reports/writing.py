"""The view for other programs: JSON with everything, CSV with a row for each figure.

Amounts are decimal texts, days ISO dates, measures numbers with one decimal as text; a
measure that rests on too few cases is null, and empty in CSV.
"""

import csv
import io
import json
from typing import Any

from assistant.domain.money import Money
from assistant.reports.overview import Overview
from assistant.reports.patterns import Group, Measure, Measured

_COLUMNS = (
    "part",
    "name",
    "cases",
    "amount",
    "currency",
    "conceded",
    "value",
    "before",
)
_PERCENT = frozenset({Measure.SHARE_KEPT, Measure.AVERAGE_CONCESSION})
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(view: Overview) -> str:
    """Everything, the names of repeat disputers included: for the owner."""
    document: dict[str, Any] = {
        "period": view.period
        and {
            "first": view.period.first.isoformat(),
            "last": view.period.last.isoformat(),
        },
        "opened": view.opened,
        "closed": view.closed,
        "open_now": view.open_now,
        "at_stake": _amounts(view.at_stake),
        "stuck": _amounts(view.stuck),
        "by": {
            dimension: [_group(group) for group in found]
            for dimension, found in view.by.items()
        },
        "measures": {
            each.measure: {
                "cases": each.cases,
                "value": number(each, each.value),
                "before": number(each, each.before),
            }
            for each in view.measures
        },
        "fix": view.fix and {"cause": view.fix.cause, "cases": view.fix.cases},
        "adopted": [
            {
                "cause": each.cause,
                "since": each.since.isoformat(),
                "days": each.days,
                "before": each.before,
                "after": each.after,
            }
            for each in view.adopted
        ],
        "repeaters": [{"customer": n, "cases": c} for n, c in view.repeaters],
        "first_timers": view.first_timers,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(view: Overview) -> str:
    """One row for each figure, with a header; opens in any spreadsheet."""
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for name in ("opened", "closed", "open_now"):
        rows.writerow(("cases", name, getattr(view, name), "", "", "", "", ""))
    for amount in view.stuck:
        money = (amount.amount, amount.currency)
        rows.writerow(("money", "stuck", "", *money, "", "", ""))
    for dimension, found in view.by.items():
        for group in found:
            for row in _group_rows(group):
                rows.writerow((dimension, *row))
    for each in view.measures:
        values = (number(each, each.value), number(each, each.before))
        shown = ("" if value is None else value for value in values)
        rows.writerow(("measure", each.measure, each.cases, "", "", "", *shown))
    for done in view.adopted:
        values_ = (done.after, done.before)
        rows.writerow(("adopted", done.cause, "", "", "", "", *values_))
    for customer, count in view.repeaters:
        rows.writerow(("repeater", _safe(customer), count, "", "", "", "", ""))
    return made.getvalue()


def number(each: Measured, value: int | None) -> str | None:
    """A measure as text: whole percent, else one decimal."""
    if value is None:
        return None
    if each.measure in _PERCENT:
        return str(value)
    return f"{value // 10}.{value % 10}"


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "cases": group.cases,
        "at_stake": _amounts(group.at_stake),
        "conceded": _amounts(group.conceded),
    }


def _group_rows(group: Group) -> list[tuple[object, ...]]:
    """A row for each currency; one without an amount where nothing was at stake."""
    conceded = {amount.currency: amount.amount for amount in group.conceded}
    rows: list[tuple[object, ...]] = [
        (
            _safe(group.key),
            group.cases,
            amount.amount,
            amount.currency,
            conceded.get(amount.currency, ""),
            "",
            "",
        )
        for amount in group.at_stake
    ]
    return rows or [(_safe(group.key), group.cases, "", "", "", "", "")]


def _amounts(amounts: tuple[Money, ...]) -> list[dict[str, str]]:
    return [
        {"amount": str(amount.amount), "currency": amount.currency}
        for amount in amounts
    ]


def _safe(text: str) -> str:
    """A name that a spreadsheet shows and never computes."""
    return f"'{text}" if text.startswith(_FORMULA) else text
