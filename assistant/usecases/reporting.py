"""`report [MONTH] [csv|json]`, `report adopt CAUSE`: the view over all cases (F-M).

Names and amounts of customers are in it, so all of it is for the person who asks.
"""

from enum import StrEnum

from assistant.chat.commands import Command
from assistant.chat.replies import (
    FileOut,
    Item,
    Listing,
    Paragraph,
    Phrase,
    Table,
    Tone,
    phrase,
)
from assistant.domain.money import Money
from assistant.domain.resolution import RootCause
from assistant.errors import InputError
from assistant.reports.figures import CaseFigures, figures_of
from assistant.reports.fixes import NOT_FIXABLE, Adopted, Fix
from assistant.reports.overview import Overview, overview
from assistant.reports.patterns import (
    Dimension,
    Group,
    Measure,
    Measured,
    Period,
    month_of,
)
from assistant.reports.writing import as_csv, as_json, number
from assistant.usecases.playbooks import playbook_name
from assistant.usecases.visit import Visit

_MOST_ROWS = 10  # of one table in a chat; a file has them all
_ADOPT = "adopt"
_PERCENT = (Measure.SHARE_KEPT, Measure.AVERAGE_CONCESSION)


class ReportForm(StrEnum):
    """How it is given to other programs."""

    CSV = "csv"
    JSON = "json"


_MEDIA = {ReportForm.CSV: "text/csv", ReportForm.JSON: "application/json"}


def report(visit: Visit, command: Command) -> None:
    """Show it, hand it over as a file, or note that a fix was adopted."""
    words = [word.casefold() for word in command.words]
    if words and words[0] == _ADOPT:
        _adopt(visit, "_".join(words[1:]).replace("-", "_"))
        return
    forms = [form for form in ReportForm if form in words]
    month = " ".join(word for word in words if word not in set(ReportForm))
    if not forms:
        show(visit, month)
        return
    content = as_text(visit, month, forms[0]).encode()
    name = f"parley-report-{_slug(visit, month)}.{forms[0]}"
    visit.say(FileOut(name, _MEDIA[forms[0]], content, phrase("report.caption")))


def as_text(visit: Visit, month: str, form: ReportForm) -> str:
    """The view of a month, or of all time, for other programs."""
    view = _view(visit, month)
    return as_csv(view) if form is ReportForm.CSV else as_json(view)


def show(visit: Visit, month: str) -> None:
    """The view for a person: counts, money, measures, and one thing to change."""
    view = _view(visit, month)
    if not view.opened and not view.closed:
        visit.tell("report.nothing", Tone.PRIVATE)
        return
    _say_sums(visit, view)
    if not view.is_enough:
        visit.tell("report.too_few", Tone.PRIVATE, count=view.opened)
    for dimension in Dimension:
        found = view.by[dimension]
        if len(found) > 1 or dimension in (Dimension.REASON, Dimension.ROOT_CAUSE):
            visit.say(_table(dimension, found))
    visit.say(_measures(view))
    _say_repeaters(visit, view)
    for done in view.adopted:
        visit.say(_told(done))
    if view.fix:
        _offer_fix(visit, view.fix)


def _view(visit: Visit, month: str) -> Overview:
    zone = visit.business.profile.time_zone
    cases: list[CaseFigures] = []
    for summary in visit.summaries():
        figures = figures_of(visit.load(summary.case_id), zone)
        if figures is not None:
            cases.append(figures)
    return overview(
        cases,
        period=_period(visit, month),
        today=visit.today,
        adopted=visit.business.adopted,
    )


def _period(visit: Visit, typed: str) -> Period | None:
    """The month meant: `2026-05`, `this`, `last`; None for all time."""
    today = visit.today
    if typed in ("", "all"):
        return None
    if typed in ("this", "this month"):
        return month_of(today)
    if typed in ("last", "last month"):
        return month_of(month_of(today).quarter_before.last)
    year, _, number_ = typed.partition("-")
    is_month = year.isdecimal() and number_.isdecimal() and len(year) == 4
    if not is_month or not 1 <= int(number_) <= 12 or not year.isascii():
        raise InputError("error.report_month", text=typed)
    return month_of(today.replace(year=int(year), month=int(number_), day=1))


def _slug(visit: Visit, month: str) -> str:
    period = _period(visit, month)
    return f"{period.first:%Y-%m}" if period else f"{visit.today:%Y-%m-%d}"


# -- what is said ------------------------------------------------------------------


def _say_sums(visit: Visit, view: Overview) -> None:
    counts = {"closed": view.closed, "open": view.open_now}
    if view.period:
        first = view.period.first
        visit.tell(
            "report.month", Tone.PRIVATE, first=first, count=view.opened, **counts
        )
    else:
        visit.tell("report.all", Tone.PRIVATE, count=view.opened, **counts)
    if view.stuck:
        visit.tell("report.stuck", Tone.PRIVATE, amounts=view.stuck)


def _table(dimension: Dimension, found: tuple[Group, ...]) -> Table[Phrase]:
    """Cases and money by one dimension; the latest months, else the most cases."""
    shown = found[-_MOST_ROWS:] if dimension is Dimension.MONTH else found[:_MOST_ROWS]
    header = ("what", "cases", "at_stake", "conceded")
    return Table(
        phrase(f"report.by.{dimension}"),
        tuple(phrase(f"report.column.{name}") for name in header),
        tuple(
            (
                _named(dimension, group.key),
                phrase("value", value=group.cases),
                _money(group.at_stake),
                _money(group.conceded),
            )
            for group in shown
        ),
        is_private=True,
    )


def _named(dimension: Dimension, key: str) -> Phrase:
    if not key:
        return phrase("report.not_known")
    match dimension:
        case Dimension.REASON:
            return phrase(f"report.reason.{key}")
        case Dimension.ROOT_CAUSE:
            return phrase(f"root_cause.{key}")
        case Dimension.SERVICE:
            return playbook_name(key)
        case _:
            return phrase("value", value=key)


def _money(amounts: tuple[Money, ...]) -> Phrase:
    return phrase("value", value=amounts) if amounts else phrase("report.none")


def _measures(view: Overview) -> Table[Phrase]:
    header = ["measure", "cases", "now", *(["before"] if view.period else [])]
    rows = []
    for each in view.measures:
        row = [
            phrase(f"report.measure.{each.measure}"),
            phrase("value", value=each.cases),
            _measured(each, each.value),
        ]
        if view.period:
            row.append(_measured(each, each.before))
        rows.append(tuple(row))
    return Table(
        phrase("report.measures"),
        tuple(phrase(f"report.column.{name}") for name in header),
        tuple(rows),
        is_private=True,
    )


def _measured(each: Measured, value: int | None) -> Phrase:
    text = number(each, value)
    if text is None:
        return phrase("report.too_few_short")
    if each.measure in _PERCENT:
        return phrase("value.percent", percent=text)
    return phrase("value", value=text)


def _say_repeaters(visit: Visit, view: Overview) -> None:
    """Who disputes again and again: never in front of others (F-M7)."""
    if not view.repeaters:
        return
    often = tuple(
        phrase("report.repeater", customer=name, count=count)
        for name, count in view.repeaters[:_MOST_ROWS]
    )
    visit.tell(
        "report.repeaters", Tone.PRIVATE, customers=often, once=view.first_timers
    )


def _told(done: Adopted) -> Paragraph[Phrase]:
    cause = phrase(f"root_cause.{done.cause}")
    values = {"cause": cause, "date": done.since, "days": done.days}
    if not done.days:
        return Paragraph(phrase("report.adopted_today", **values), Tone.PRIVATE)
    told = phrase("report.adopted", before=done.before, after=done.after, **values)
    return Paragraph(told, Tone.PRIVATE)


def _offer_fix(visit: Visit, fix: Fix) -> None:
    """The fix of the month: why, where it goes, and the words for it."""
    cause = phrase(f"root_cause.{fix.cause}")
    visit.tell("report.fix", Tone.PRIVATE, cause=cause, count=fix.cases)
    visit.tell(f"fix.{fix.cause}.where", Tone.PRIVATE)
    visit.tell(f"fix.{fix.cause}.words", Tone.PRIVATE)
    command = f"report {_ADOPT} {fix.cause}"
    label = phrase("report.adopt")
    visit.say(
        Listing(
            phrase("report.next"), (Item(label, phrase("report.adopt_why"), command),)
        )
    )


def _adopt(visit: Visit, name: str) -> None:
    """Note the day from which something is done about a cause."""
    causes = tuple(cause for cause in RootCause if cause not in NOT_FIXABLE)
    if name not in causes:
        raise InputError("error.report_cause", causes=causes)
    adopted = {**visit.office.as_said(visit.business.id).adopted, name: visit.today}
    visit.change_business(adopted=adopted)
    cause = phrase(f"root_cause.{name}")
    visit.tell("report.noted", Tone.GOOD, cause=cause, date=visit.today)
