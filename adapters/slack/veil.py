"""What a channel with many readers does not read: customers' names and amounts.

`PARLEY_CHANNEL_DETAIL` says where. The core's words are kept, and what they name is
taken out of them, so that a case goes on there by its buttons. An amount is known by
its currency, its decimals or its size; a number that may be one is taken for one.
Letters and files name both and are for direct messages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from assistant.chat.replies import (
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Paragraph,
    Part,
    Question,
    Table,
)

_SIGNS = "$¢£¤¥฿\u20a0-\u20cf"  # as between the brackets of a pattern
_GAP = "[ \u00a0\u202f]?"
_MARK = rf"(?:[A-Z]{{0,2}}[{_SIGNS}]|\b[A-Z]{{3}}\b)"
# However the digits behind a currency sign are grouped; and "12k".
_CLEAR = re.compile(
    rf"[A-Z]{{0,2}}[{_SIGNS}]{_GAP}\d(?:[\d.,'’]*\d)?\w*|(?<!\w)\d+(?:[.,]\d+)?[kK]\b"
)
_AMOUNT = re.compile(
    rf"(?P<before>{_MARK}{_GAP})?"
    r"(?<![\w.,:/-])"
    r"(?P<digits>\d+(?:[.,'’ \u00a0\u202f]\d{3})*(?P<cents>[.,]\d{2})?)"
    r"(?![.,:/-]?\d)(?!\w)"
    rf"(?P<after>{_GAP}{_MARK})?(?!{_GAP}%)"
)
_YEARS = range(1990, 2061)
_FEW = 3  # digits of a number that may be an amount without saying so
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Veil:
    """Draws over what many shall not read.

    names: to be taken out wherever they stand. kept: numbers that are no amounts, such
    as the invoice's. unnamed, amount: what stands there instead.
    """

    unnamed: str
    amount: str
    names: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()

    def text(self, text: str) -> str:
        """The text without names and amounts."""
        text = _CLEAR.sub(lambda _: self.amount, self._unnamed(text))
        return _AMOUNT.sub(self._number, text)

    def part(self, part: Part[str]) -> Part[str] | None:
        """The part as everybody may read it; None for a letter or a file."""
        match part:
            case Paragraph():
                return replace(part, text=self.text(part.text))
            case Card():
                return self.card(part)
            case Question():
                return self._question(part)
            case Listing():
                items = tuple(
                    replace(i, title=self.text(i.title), detail=self.text(i.detail))
                    for i in part.items
                )
                return replace(part, title=self.text(part.title), items=items)
            case Checklist():
                checks = tuple(
                    replace(c, label=self.text(c.label), hint=self._hint(c.hint))
                    for c in part.checks
                )
                return replace(part, title=self.text(part.title), checks=checks)
            case Table():
                rows = tuple(tuple(map(self.text, row)) for row in part.rows)
                return replace(part, title=self.text(part.title), rows=rows)
            case LetterText() | FileOut():
                return None
            case _:
                assert_never(part)

    def card(self, card: Card[str]) -> Card[str]:
        """The card without its sensitive fields and its bar."""
        fields = tuple(
            # An instant is told by a clock of its own: nothing in it is an amount.
            field if field.at else replace(field, value=self.text(field.value))
            for field in card.fields
            if not field.is_sensitive
        )
        buttons = tuple(replace(b, label=self.text(b.label)) for b in card.buttons)
        return replace(card, fields=fields, buttons=buttons, shares=())

    def _question(self, asked: Question[str]) -> Question[str]:
        return replace(
            asked,
            prompt=self.text(asked.prompt),
            options=tuple(
                replace(each, label=self.text(each.label)) for each in asked.options
            ),
            why=self._hint(asked.why),
            hint=self._hint(asked.hint),
            now=None if asked.now is None else self.text(asked.now),
        )

    def _hint(self, text: str | None) -> str | None:
        """A hint is ours; a bare number in it is an example, such as "agreed 400"."""
        if text is None:
            return None
        return _CLEAR.sub(lambda _: self.amount, self._unnamed(text))

    def _unnamed(self, text: str) -> str:
        for name in self.names:
            whole = rf"(?<!\w){re.escape(name)}(?!\w)"
            text = re.sub(whole, lambda _: self.unnamed, text, flags=re.IGNORECASE)
        return _ADDRESS.sub(lambda _: self.unnamed, text)

    def _number(self, found: re.Match[str]) -> str:
        """What stands for a number: itself, where it is surely no amount."""
        digits = found["digits"]
        is_marked = bool(found["before"] or found["after"] or found["cents"])
        is_small = sum(map(str.isdecimal, digits)) < _FEW
        is_year = digits.isdecimal() and len(digits) == 4 and int(digits) in _YEARS
        if digits in self.kept or (not is_marked and (is_small or is_year)):
            return found[0]
        return self.amount


def names_in(values: Iterable[str], unnamed: str) -> tuple[str, ...]:
    """Names as they are looked for: those that are names, the longest first."""
    named = {value.strip() for value in values} - {"", unnamed}
    return tuple(sorted(named, key=len, reverse=True))
