"""Charts as a clean picture for a phone, or on pages together with their tables.

Every bar stands beside its figure in words, so nothing depends on colours alone; the
colours are told apart by people who see few of them. Source of the palette: Okabe and
Ito, "Color Universal Design" (2008).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.chat.charts import Bar, Chart, Panel
from assistant.chat.replies import Table
from assistant.documents.paper import cut
from assistant.documents.typeset import Setting, Typeset, typeset

_LONGEST_LABEL, _LONGEST_FIGURE, _LONGEST_TITLE = 60, 60, 120
MEDIA_TYPE = "image/png"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page says besides the bars.

    size: `a4` or `us-letter`. pages: words around `{page}` and `{pages}`.
    """

    tables: tuple[Table[str], ...]
    texts: tuple[str, ...]
    size: str
    pages: str


_NO_SHEET = Sheet((), (), "a4", "")


def as_picture(chart: Chart[str], language: str, made_on: date) -> Typeset:
    """The bars as PNG: as wide as a phone shows well, as high as they need.

    language: locale code of its words. The same chart gives the same bytes.
    """
    setting = Setting("chart", language, made_on, is_picture=True)
    return typeset(setting, _data(chart, _NO_SHEET, is_picture=True), {})


def as_pages(chart: Chart[str], sheet: Sheet, language: str, made_on: date) -> Typeset:
    """The bars, and below them tables and texts, as PDF."""
    setting = Setting("chart", language, made_on)
    return typeset(setting, _data(chart, sheet, is_picture=False), {})


def _data(chart: Chart[str], sheet: Sheet, *, is_picture: bool) -> dict[str, object]:
    return {
        "picture": is_picture,
        "size": sheet.size,
        "pages": sheet.pages,
        "kicker": cut(chart.kicker or "", _LONGEST_TITLE),
        "title": cut(chart.title, _LONGEST_TITLE),
        "subtitle": chart.subtitle or "",
        "panels": [_panel(panel) for panel in chart.panels if panel.bars],
        "tables": [
            {
                "title": table.title,
                "header": list(table.header),
                "rows": [list(row) for row in table.rows],
                "totals": 0,
                "texts": 1,
            }
            for table in sheet.tables
        ],
        "texts": list(sheet.texts),
    }


def _panel(panel: Panel[str]) -> dict[str, object]:
    """The panel with its values in percent of the way from the least to the most."""
    ends = [end for bar in panel.bars for end in _ends(bar)]
    least, most = min(0, *ends), max(0, *ends)
    width = max(1, most - least)

    def at(value: int) -> float:
        return round(100 * (value - least) / width, 2)

    return {
        "title": panel.title,
        "note": panel.note or "",
        "nothing": at(0),
        "bars": [
            {
                "label": cut(bar.label, _LONGEST_LABEL),
                "figure": cut(bar.figure, _LONGEST_FIGURE),
                "mark": None if bar.mark is None else at(bar.mark),
                "spans": [
                    {
                        "start": at(min(span.start, span.end)),
                        "end": at(max(span.start, span.end)),
                        "paint": span.paint,
                    }
                    for span in bar.spans
                ],
            }
            for bar in panel.bars
        ],
    }


def _ends(bar: Bar[str]) -> Iterator[int]:
    for span in bar.spans:
        yield span.start
        yield span.end
    if bar.mark is not None:
        yield bar.mark
