"""How far away a day is, as people of seven languages type it."""

from datetime import date

import pytest

from assistant.domain.typed_dates import read_date
from assistant.domain.typed_spans import Span, read_span

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.covers("F-Q2")
@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("in 2 weeks", Span(14, 0)),
        ("a month from now", Span(0, 1)),
        ("in 2 weeks from now", Span(14, 0)),
        ("in zwei wochen", Span(14, 0)),
        ("vor drei tagen", Span(-3, 0)),
        ("in einem monat", Span(0, 1)),
        ("dans 14 jours", Span(14, 0)),
        ("il y a un mois", Span(0, -1)),
        ("d'ici deux semaines", Span(14, 0)),
        ("dentro de dos semanas", Span(14, 0)),
        ("en 10 días", Span(10, 0)),
        ("en 10 dias", Span(10, 0)),
        ("hace una semana", Span(-7, 0)),
        ("tra due settimane", Span(14, 0)),
        ("tre giorni fa", Span(-3, 0)),
        ("daqui a duas semanas", Span(14, 0)),
        ("há um mês", Span(0, -1)),
        ("over twee weken", Span(14, 0)),
        ("drie dagen geleden", Span(-3, 0)),
        ("fünf tage", None),
        ("in wochen", None),
        ("vor 3 tagen ago", None),
        ("in 2 tagen fa", None),
        ("in 1000 tagen", None),
        ("in ² wochen", None),
        ("in", None),
        ("", None),
    ],
)
def test_a_span_is_read_in_every_language(text: str, span: Span | None) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("In zwei Wochen", "2026-12-02"),
        ("vor 3 Tagen", "2026-11-15"),
        ("il y a un mois", "2026-10-18"),
        ("pasado mañana", "2026-11-20"),
        ("Overmorgen", "2026-11-20"),
    ],
)
def test_it_counts_from_the_day_on_which_it_is_typed(text: str, day: str) -> None:
    assert read_date(text, WEDNESDAY, day_first=True).isoformat() == day
