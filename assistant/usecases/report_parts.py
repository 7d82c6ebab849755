"""The view over all cases in words, tables, bars and pages (F-M)."""

from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Phrase, Table, phrase, worded_all
from assistant.documents.charts import Sheet, as_pages, as_picture
from assistant.documents.paper import page_size
from assistant.domain.money import Money
from assistant.reports.overview import Overview
from assistant.reports.patterns import Dimension, Group, Measure, Measured
from assistant.reports.writing import number
from assistant.usecases.playbooks import playbook_name
from assistant.usecases.visit import Visit

_MOST_ROWS = 10  # of one table in a chat; a file has them all
_PERCENT = (Measure.SHARE_KEPT, Measure.AVERAGE_CONCESSION)
_DRAWN = (Dimension.REASON, Dimension.ROOT_CAUSE, Dimension.MONTH)


def sums(view: Overview) -> tuple[Phrase, ...]:
    """How many cases there were and are, and what is still due."""
    counts = {"count": view.opened, "closed": view.closed, "open": view.open_now}
    if view.period:
        lines = [phrase("report.month", first=view.period.first, **counts)]
    else:
        lines = [phrase("report.all", **counts)]
    if view.stuck:
        lines.append(phrase("report.stuck", amounts=view.stuck))
    return tuple(lines)


def table(dimension: Dimension, found: tuple[Group, ...]) -> Table[Phrase]:
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


def measures(view: Overview) -> Table[Phrase]:
    """Hours, days, shares and exchanges; in a month beside the three before it."""
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


# -- pictures and pages -------------------------------------------------------------


def chart(view: Overview) -> Chart[Phrase]:
    """What is disputed, why in truth, and when, as bars."""
    first = view.by[Dimension.REASON][0] if view.by[Dimension.REASON] else None
    most = _named(Dimension.REASON, first.key) if first else phrase("report.none")
    panels = tuple(
        _panel(dimension, view.by[dimension])
        for dimension in _DRAWN
        if dimension is not Dimension.MONTH or len(view.by[dimension]) > 1
    )
    said = sums(view)
    return Chart(
        "parley-report",
        phrase("report.title"),
        phrase("report.picture_alt", counts=said[0], most=most),
        panels,
        subtitle=phrase("report.subtitle", counts=said[0], due=said[1])
        if len(said) > 1
        else said[0],
        kicker=phrase("chart.only_you"),
    )


def picture(visit: Visit, view: Overview) -> bytes:
    """The bars as PNG."""
    drawn = worded_all(chart(view), visit.words)
    return as_picture(drawn, visit.business.profile.language, visit.today).content


def pages(visit: Visit, view: Overview) -> bytes:
    """The bars, every table and the change that is worth making, as PDF."""
    profile = visit.business.profile
    tables = [table(each, view.by[each]) for each in Dimension if view.by[each]]
    texts = []
    if view.fix:
        cause = phrase(f"root_cause.{view.fix.cause}")
        texts += [
            phrase("report.fix", cause=cause, count=view.fix.cases),
            phrase(f"fix.{view.fix.cause}.where"),
            phrase(f"fix.{view.fix.cause}.words"),
        ]
    sheet = Sheet(
        tuple(worded_all(each, visit.words) for each in (*tables, measures(view))),
        tuple(map(visit.words, texts)),
        page_size(profile.place),
        visit.words(phrase("paper.page", page="{page}", pages="{pages}")),
    )
    drawn = worded_all(chart(view), visit.words)
    return as_pages(drawn, sheet, profile.language, visit.today).content


def _panel(dimension: Dimension, found: tuple[Group, ...]) -> Panel[Phrase]:
    """The groups by the money at stake; by cases where currencies are mixed."""
    shown = found[-_MOST_ROWS:] if dimension is Dimension.MONTH else found[:_MOST_ROWS]
    currencies = {each.currency for group in shown for each in group.at_stake}
    bars = tuple(
        Bar(
            _named(dimension, group.key),
            _figure(group),
            _spans(group) if len(currencies) == 1 else (Span(0, group.cases),),
        )
        for group in shown
    )
    is_explained = dimension is _DRAWN[0] and len(currencies) == 1
    note = phrase("report.bars_money") if is_explained else None
    return Panel(phrase(f"report.by.{dimension}"), bars, note)


def _spans(group: Group) -> tuple[Span, ...]:
    at_stake = sum(each.minor for each in group.at_stake)
    conceded = sum(each.minor for each in group.conceded)
    given_up = (Span(0, conceded, Paint.LOSS),) if conceded else ()
    return (Span(0, at_stake), *given_up)


def _figure(group: Group) -> Phrase:
    return phrase("report.figure", count=group.cases, amounts=_money(group.at_stake))
