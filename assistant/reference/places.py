"""Places where a dispute can end in court, and what is known about each.

What is missing was not verified: it is never zero, never "no" and never free. Every
value comes as `Stated`, so that a text can name place, date, source and confidence.
Information for planning, not legal advice.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from assistant.domain.money import Money
from assistant.reference.countries import code_of
from assistant.reference.jurisdiction_rows import (
    BOOK,
    Addressee,
    BankRule,
    Book,
    Confidence,
    FilingFee,
    LegalNote,
    Limitation,
    PreAction,
    Row,
    Source,
    read_book,
)

T = TypeVar("T")


class DebtorKind(StrEnum):
    """What the customer is, in the eyes of a court."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    CONSUMER = "consumer"


class ClaimantKind(StrEnum):
    """What our business is, in the eyes of a court; a sole trader is an individual."""

    COMPANY = "company"
    INDIVIDUAL = "individual"


_OWED_TO = {
    Addressee.ANY: frozenset(DebtorKind),
    Addressee.BUSINESS: frozenset({DebtorKind.COMPANY, DebtorKind.SOLE_TRADER}),
    Addressee.COMPANY: frozenset({DebtorKind.COMPANY}),
    Addressee.INDIVIDUAL_OR_SOLE_TRADER: frozenset(
        {DebtorKind.SOLE_TRADER, DebtorKind.CONSUMER}
    ),
    Addressee.CONSUMER: frozenset({DebtorKind.CONSUMER}),
}


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value and what has to be shown beside it.

    place: name of the place; read_on: the day on which the sources were read.
    """

    value: T
    place: str
    read_on: date
    confidence: Confidence
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its row (fields as in docs/jurisdictions.md) and how to read it."""

    row: Row
    book: Book = field(repr=False)

    @property
    def code(self) -> str:
        """ISO 3166 code such as `US-CA`."""
        return self.row.code

    @property
    def name(self) -> str:
        """English name such as `California`."""
        return self.row.name

    @property
    def country(self) -> str:
        """ISO 3166-1 code of the country."""
        return self.row.country

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount of the row."""
        return self.row.currency

    def limit_for(
        self, claimant: ClaimantKind, debtor: DebtorKind | None
    ) -> Stated[Money | None]:
        """The highest claim that the forum takes; the value None means no cap.

        debtor: None if it is not known; then the lowest cap that may apply.
        """
        row = self.row
        cap = row.limit
        if claimant is ClaimantKind.INDIVIDUAL and row.limit_individual is not None:
            cap = row.limit_individual
        if row.limit_consumer_debtor is not None and debtor in (
            None,
            DebtorKind.CONSUMER,
        ):
            consumer = row.limit_consumer_debtor
            lower = consumer if cap is None else min(cap, consumer)
            cap = lower if debtor is None else consumer
        amount = None if cap is None else self._money(cap)
        return self._stated(amount, row.confidence, self._sources_on(r"limits?"))

    def takes(
        self, claim: Money, claimant: ClaimantKind, debtor: DebtorKind | None
    ) -> bool:
        """Whether the claim is within the cap; ValueError in another currency."""
        limit = self.limit_for(claimant, debtor).value
        return limit is None or claim <= limit

    @property
    def limit_without_lawyer(self) -> Stated[Money] | None:
        """The highest claim that needs no lawyer, where that differs."""
        cap = self.row.limit_without_lawyer
        if cap is None:
            return None
        return self._stated(
            self._money(cap), self.row.confidence, self._sources_on(r"lawyer|limits?")
        )

    @property
    def asks_for_debtor(self) -> bool:
        """Whether the steps before court depend on what the customer is."""
        answers = {self.pre_action_for(kind) for kind in DebtorKind}
        return len(answers) > 1

    def pre_action_for(
        self, debtor: DebtorKind | None
    ) -> tuple[Stated[PreAction], ...]:
        """The steps owed before filing, the strictest first.

        debtor: None if it is not known; then every step that may apply, so that the
        first one is the safe one. Ask first where `asks_for_debtor`.
        Empty means that none was verified, not that none is owed. Several of them
        differ in `applies_to` (the route or the kind of claim).
        """
        fitting = [
            step
            for step in self.row.pre_action
            if debtor is None or debtor in _OWED_TO[step.debtor]
        ]
        fitting.sort(key=_strictness, reverse=True)
        return tuple(
            self._stated(step, step.confidence, step.sources) for step in fitting
        )

    @property
    def bank_rule(self) -> Stated[BankRule]:
        """Whether a cheque offered in full may be banked; not verified reads as no."""
        rule = self.row.paid_in_full_bank_ok
        if rule is BankRule.UNKNOWN:
            rule = BankRule.NO
        note = self.cheque_note
        confidence = note.confidence if note else self.row.confidence
        return self._stated(rule, confidence, note.sources if note else ())

    @property
    def is_bank_rule_known(self) -> bool:
        """Whether the answer of `bank_rule` was verified for this place."""
        return self.row.paid_in_full_bank_ok is not BankRule.UNKNOWN

    @property
    def may_bank_with_rejection(self) -> bool:
        """Whether "bank it with this rejection" may be offered at all."""
        return self.bank_rule.value is BankRule.REJECT_IN_WRITING_AT_ONCE

    @property
    def cheque_note(self) -> LegalNote | None:
        """The rule on cheques marked paid in full."""
        return self._note(self.row.paid_in_full_cheque)

    @property
    def repay_days(self) -> int | None:
        """Days after a cheque was paid in which repaying it may undo the settlement.

        None where no such rule was read, or whether the rule holds was not verified.
        """
        note = self.cheque_note
        return note.repay_days if note and self.is_bank_rule_known else None

    @property
    def put_right_note(self) -> LegalNote | None:
        """The rule that a consumer may have it put right before a lower price."""
        return self._note(self.row.put_right_first)

    @property
    def late_payment_note(self) -> LegalNote | None:
        """The rule on interest for late payment; look at its `verified`."""
        return self._note(self.row.late_payment)

    @property
    def filing_fee(self) -> Stated[FilingFee] | None:
        """The court's fee; None was not verified, never free."""
        fee = self.row.filing_fee
        if fee is None:
            return None
        return self._stated(fee, fee.confidence, self._sources_on("fees?"))

    @property
    def fee_range(self) -> tuple[Money, Money] | None:
        """Lowest and highest filing fee, where figures were verified."""
        fee = self.row.filing_fee
        if fee is None or fee.min is None or fee.max is None:
            return None
        return self._money(fee.min), self._money(fee.max)

    @property
    def limitation(self) -> Stated[Limitation] | None:
        """Years until a claim is lost; None was not verified."""
        period = self.row.limitation
        if period is None:
            return None
        shared = (
            self.book.shared_sources[period.source_set] if period.source_set else ()
        )
        sources = shared or self._sources_on("limitation")
        return self._stated(period, period.confidence, sources)

    def _money(self, amount: Decimal) -> Money:
        return Money.of(amount, self.currency)

    def _note(self, key: str | None) -> LegalNote | None:
        return None if key is None else self.book.legal_notes[key]

    def _sources_on(self, topic: str) -> tuple[Source, ...]:
        """The row's sources for a topic; all of them if none names it."""
        named = re.compile(rf"\b(?:{topic})\b", re.IGNORECASE)
        found = tuple(s for s in self.row.sources if named.search(s.supports))
        return found or self.row.sources

    def _stated(
        self, value: T, confidence: Confidence, sources: tuple[Source, ...]
    ) -> Stated[T]:
        return Stated(value, self.name, self.book.as_of, confidence, sources)


class Places:
    """All places of a book.

    book: as read by `read_book`.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._places = {row.code: Place(row, book) for row in book.jurisdictions}

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def get(self, code: str) -> Place | None:
        """The place with this code, in any case; None if it is not in the book."""
        return self._places.get(code.strip().upper())

    def find(self, text: str) -> list[Place]:
        """The places that a person may mean, best first; none if nothing fits.

        text: a code, a name, part of one, a country, or an address that ends in one of
        them. A country of several places gives all of them, to choose from.
        """
        wanted = _simple(text)
        for answer in (self._by_code, self._by_name):
            if wanted and (found := answer(wanted)):
                return found
        country = code_of(wanted, _simple) if wanted else ""
        if country:  # Mexico is not New Mexico
            return [p for p in self if country in (p.code, p.country)]
        if wanted and (found := self._by_part(wanted)):
            return found
        _, comma, region = text.rpartition(",")
        return self.find(region) if comma else self._by_spelling(wanted)

    def _by_code(self, wanted: str) -> list[Place]:
        if wanted in _ALIASES:
            return [self._places[_ALIASES[wanted]]]
        code = _COUNTRIES.get(wanted, wanted.replace(" ", "-").upper())
        exact = [place for place in self if place.code == code]
        in_country = [place for place in self if place.country == code != place.code]
        named = wanted in _COUNTRIES
        parts = [p for p in self if p.code.partition("-")[2] == code and not named]
        return exact + in_country + parts

    def _by_name(self, wanted: str) -> list[Place]:
        return [place for place in self if _name(place) == wanted]

    def _by_part(self, wanted: str) -> list[Place]:
        words = wanted.split()
        starts = [p for p in self if _name(p).startswith(wanted)]
        holds = [p for p in self if set(words) <= set(_name(p).split())]
        holds += [p for p in self if set(_name(p).split()) <= set(words)]
        return list({place.code: place for place in starts + holds}.values())

    def _by_spelling(self, wanted: str) -> list[Place]:
        names = {_name(place): place for place in self}
        close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.75)
        return [names[name] for name in close]


@lru_cache(maxsize=1)
def shipped_places() -> Places:
    """The places that ship with the assistant, read at the first call (about 0.1 s)."""
    return Places(read_book(BOOK.read_text(encoding="utf-8")))


_ALIASES = {
    "england": "GB-EAW",
    "wales": "GB-EAW",
    "england wales": "GB-EAW",
    "gb eng": "GB-EAW",
    "gb wls": "GB-EAW",
    "ulster": "GB-NIR",
    "eire": "IE",
    "republic of ireland": "IE",
    "holland": "NL",
    "the netherlands": "NL",
    "nederland": "NL",
    "deutschland": "DE",
    "espana": "ES",
    "italia": "IT",
    "schottland": "GB-SCT",
    "nordirland": "GB-NIR",
    "irland": "IE",
    "niederlande": "NL",
    "frankreich": "FR",
    "spanien": "ES",
    "italien": "IT",
    "neuseeland": "NZ",
    "sudafrika": "ZA",
    "singapur": "SG",
    "kenia": "KE",
    "europaische union": "EU",
    "aotearoa": "NZ",
    "europe": "EU",
    "european union": "EU",
    "washington dc": "US-DC",
    "washington d c": "US-DC",
    "d c": "US-DC",
    "new york city": "US-NY",
    "lagos": "NG-LA",
    "pei": "CA-PE",
    "newfoundland": "CA-NL",
}
_COUNTRIES = {
    "usa": "US",
    "u s": "US",
    "u s a": "US",
    "united states": "US",
    "united states of america": "US",
    "america": "US",
    "canada": "CA",
    "uk": "GB",
    "u k": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "britain": "GB",
    "australia": "AU",
    "nigeria": "NG",
    "vereinigte staaten": "US",
    "kanada": "CA",
    "grossbritannien": "GB",
    "vereinigtes konigreich": "GB",
    "australien": "AU",
}
# One row holds for all of Germany, so each of its states means that row.
_ALIASES |= dict.fromkeys(
    (
        *("bayern", "bavaria", "berlin", "brandenburg", "bremen", "hamburg", "hessen"),
        *("hesse", "niedersachsen", "lower saxony", "rheinland pfalz", "saarland"),
        *("rhineland palatinate", "sachsen", "saxony", "sachsen anhalt", "thuringen"),
        *("saxony anhalt", "schleswig holstein", "thuringia", "baden wurttemberg"),
        *("nordrhein westfalen", "north rhine westphalia", "mecklenburg vorpommern"),
    ),
    "DE",
)


def _name(place: Place) -> str:
    """The name in plain words, without what stands in brackets."""
    return _simple(place.name.partition("(")[0])


def _simple(text: str) -> str:
    """Lower case words without accents and signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _strictness(step: PreAction) -> tuple[bool, bool, int]:
    return step.required is True, step.required == "custom", step.waiting_days or 0
