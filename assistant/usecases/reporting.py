"""`report [MONTH] [csv|json]`, `report adopt CAUSE`: the view over all cases (F-M).

Names and amounts of customers are in it, so all of it is for the person who asks.
"""

from dataclasses import replace
from enum import StrEnum

from assistant.chat.commands import Command
from assistant.chat.replies import (
    FileOut,
    Item,
    Listing,
    Paragraph,
    Phrase,
    Tone,
    phrase,
)
from assistant.domain.resolution import RootCause
from assistant.errors import InputError
from assistant.reports.figures import CaseFigures, figures_of
from assistant.reports.fixes import NOT_FIXABLE, Adopted, Fix
from assistant.reports.overview import Overview, overview
from assistant.reports.patterns import (
    Dimension,
    Measure,
    Period,
    month_of,
)
from assistant.reports.writing import as_csv, as_json
from assistant.usecases.report_parts import (
    chart,
    measures,
    pages,
    picture,
    sums,
    table,
)
from assistant.usecases.visit import Visit

_MOST_ROWS = 10  # of one table in a chat; a file has them all
_ADOPT = "adopt"
_PERCENT = (Measure.SHARE_KEPT, Measure.AVERAGE_CONCESSION)


class ReportForm(StrEnum):
    """How it is given as a file: to other programs, to look at, to print."""

    CSV = "csv"
    JSON = "json"
    PNG = "png"
    PDF = "pdf"


_MEDIA = {
    ReportForm.CSV: "text/csv",
    ReportForm.JSON: "application/json",
    ReportForm.PNG: "image/png",
    ReportForm.PDF: "application/pdf",
}


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
    content = as_file(visit, month, forms[0])
    name = f"parley-report-{_slug(visit, month)}.{forms[0]}"
    with visit.alone():
        visit.say(FileOut(name, _MEDIA[forms[0]], content, phrase("report.caption")))


def as_file(visit: Visit, month: str, form: ReportForm) -> bytes:
    """The view of a month, or of all time; CSV and JSON are in UTF-8."""
    view = _view(visit, month)
    match form:
        case ReportForm.CSV:
            return as_csv(view).encode()
        case ReportForm.JSON:
            return as_json(view).encode()
        case ReportForm.PNG:
            return picture(visit, view)
        case ReportForm.PDF:
            return pages(visit, view)


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
            beside = chart(view) if dimension is Dimension.REASON else None
            visit.say(replace(table(dimension, found), chart=beside))
    visit.say(measures(view))
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
    for line in sums(view):
        visit.say(Paragraph(line, Tone.PRIVATE))


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
