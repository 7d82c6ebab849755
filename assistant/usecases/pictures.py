"""What is shown beside a table where pictures can be seen."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from assistant.chat.replies import FileOut, Part, Phrase, Table, worded
from assistant.documents.charts import MEDIA_TYPE, as_picture
from assistant.documents.setting import SettingError


def shown(
    part: Part[Phrase],
    say: Callable[[Phrase], str],
    language: str,
    today: date,
    *,
    pictures: bool,
) -> Iterator[Part[str]]:
    """The part in words, and after a table its chart as a picture.

    A picture that cannot be drawn is left out: the table says the same.
    """
    said = worded(part, say)
    if not isinstance(said, Table) or said.chart is None:
        yield said
        return
    yield replace(said, chart=None)
    if pictures:
        with suppress(SettingError):
            made = as_picture(said.chart, language, today)
            name = f"{said.chart.name}.png"
            yield FileOut(name, MEDIA_TYPE, made.content, said.chart.alt)
