"""The words of a pack: its summary, sections and exhibits, as `data/pack.typ` draws them.

Everything is text by the time it leaves here; amounts are the grid's, written by the
language's rules.
"""

from dataclasses import dataclass
from typing import Any

from assistant.chat.replies import Phrase, phrase
from assistant.documents.letter_text import blocks_of
from assistant.documents.letters import addressee, pages_pattern
from assistant.documents.pack.parts import Gathered, Grade, PackForm, Shown
from assistant.documents.paper import Items, Say, SignOff, Text, page_size
from assistant.domain.address import address_lines
from assistant.domain.letter_parts import LinePart
from assistant.domain.letters import SUBSTANTIVE, Letter
from assistant.domain.money import Money
from assistant.domain.pack_facts import (
    Exhibit,
    Happened,
    Happening,
    PackFacts,
    PackLine,
)

Drawn = dict[str, Any]

_SLOTS = ("line", "expected", "received", "amount", "outcome")
_SHORT = 220  # characters of an answer on the first page
# What is told under "what was tried to settle".
_ATTEMPTS = frozenset(
    {
        Happening.LETTER,
        Happening.REPLY,
        Happening.OFFER,
        Happening.OFFER_ENDED,
        Happening.AGREED,
        Happening.BROKEN,
    }
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the audit log comes to: how many entries, and the hash of the last one."""

    entries: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Content:
    """One pack, before it is set."""

    facts: PackFacts
    form: PackForm
    grade: Grade
    gathered: dict[int, Gathered]
    sealed: Sealed
    say: Say

    def data(self) -> Drawn:
        """Everything the source needs, but for fonts and language."""
        facts, say = self.facts, self.say
        business = facts.business.name or facts.business.sign_off
        customer = facts.customer.name or say(phrase("customer.unnamed"))
        title = say(phrase("pack.title", invoice=self._invoice()))
        return {
            "size": page_size(facts.business.place),
            "title": title,
            "author": business,
            "kind": say(phrase(f"pack.kind.{self.form}")),
            "subtitle": say(phrase("pack.subtitle", ours=business, theirs=customer)),
            "running": f"{_cut(business, 60)}  ·  {_cut(customer, 60)}",
            "case": facts.case_id,
            "foot": say(phrase("pack.made_on", date=facts.today)),
            "pages": pages_pattern(say),
            "summary-title": say(phrase("pack.summary")),
            "summary": self._summary(business, customer),
            "contents-title": say(phrase("pack.contents")),
            "sections": self._sections(),
            "exhibits": self._groups() if self.form is not PackForm.SHORT else [],
            "integrity": self._integrity(),
        }

    # -- the first page -------------------------------------------------------------

    def _summary(self, business: str, customer: str) -> list[Drawn]:
        facts, say = self.facts, self.say
        lead = [
            phrase(
                "pack.lead.billed",
                ours=business,
                theirs=_cut(customer, 120),
                amount=facts.total.invoiced,
                invoice=self._invoice(),
            )
        ]
        if facts.objected_on:
            why = phrase(f"books.why.{facts.reason or 'none'}")
            lead.append(phrase("pack.lead.objected", date=facts.objected_on, why=why))
        if facts.total.disputed:
            parts = {"open": facts.total.undisputed, "disputed": facts.total.disputed}
            lead.append(phrase("pack.lead.parts", **parts))
        answered = [x for x in facts.letters if x.kind in SUBSTANTIVE]
        if answered:
            day = facts.sent_on[answered[-1].id]
            lead.append(phrase("pack.lead.answered", ours=business, date=day))
        drawn = [_text(" ".join(map(say, lead))), *self._objection()]
        drawn += [_heading(say(phrase("pack.sums_title"))), self._short_sums()]
        if facts.outcome:
            ended = phrase(f"outcome.{facts.outcome}")
            drawn.append(_text(say(phrase("pack.lead.ended", outcome=ended))))
        shown = [phrase("pack.count.exhibits", count=len(facts.exhibits))]
        shown.append(phrase("pack.count.letters", count=len(facts.letters)))
        drawn.append(_small(say(phrase("pack.inside", what=tuple(shown)))))
        return drawn

    def _objection(self) -> list[Drawn]:
        """What the customer says is wrong, in the answers to the five questions."""
        say = self.say
        rows = []
        for name, said in zip(_SLOTS, self.facts.said, strict=True):
            if said:
                value = say(phrase("value", value=said))
                rows.append([say(phrase(f"pack.said.{name}")), _cut(value, _SHORT)])
        if not rows:
            return []
        return [_heading(say(phrase("pack.objection"))), _pairs(rows)]

    def _short_sums(self) -> Drawn:
        facts, say = self.facts, self.say
        total, rows = facts.total, []
        for name in ("invoiced", "paid", "credited", "written_off"):
            amount: Money = getattr(total, name)
            if amount or name == "invoiced":
                rows.append([say(phrase(f"grid.{name}")), self._amount(amount)])
        rows.append([say(phrase("pack.due")), self._amount(total.due)])
        totals = 1
        if facts.conceded:
            rows.append([say(phrase("pack.conceded")), self._amount(facts.conceded)])
            rows.append([say(phrase("pack.claimed")), self._amount(facts.claimed)])
            totals = 1
        head = [say(phrase("pack.column.what")), say(phrase("pack.column.amount"))]
        return _sums(head, rows, totals=totals, texts=1)

    def _invoice(self) -> Phrase:
        invoice = self.facts.invoice
        if invoice.number and invoice.issued_on:
            values = {"number": invoice.number, "date": invoice.issued_on}
            return phrase("paper.invoice_of", **values)
        return phrase("value", value=invoice.number or phrase("books.no_number"))

    # -- sections -------------------------------------------------------------------

    def _sections(self) -> list[Drawn]:
        return [
            self._section("parties", self._parties(), new_page=True),
            self._section("sums", self._grid()),
            self._section("timeline", [self._timeline()], new_page=True),
            self._section("attempts", self._attempts()),
            self._section("letters", self._letters(), new_page=True),
            self._section("exhibits", self._exhibit_list(), new_page=True),
        ]

    def _section(
        self, name: str, parts: list[Drawn], *, new_page: bool = False
    ) -> Drawn:
        title = self.say(phrase(f"pack.section.{name}"))
        return {"title": title, "parts": parts, "new-page": new_page}

    def _parties(self) -> list[Drawn]:
        say, facts = self.say, self.facts
        profile, customer = facts.business, facts.customer
        ours = [
            ("name", profile.name),
            ("signs", profile.sign_off),
            ("address", "\n".join(address_lines(profile.address))),
            ("email", profile.email),
            ("phone", profile.phone),
            ("tax_number", profile.tax_number),
        ]
        name, *address = addressee(customer) or ("",)
        kind = say(phrase(f"pack.party.{customer.kind}")) if customer.kind else ""
        theirs = [
            ("name", name),
            ("kind", kind),
            ("address", "\n".join(address)),
            ("email", customer.email or ""),
            ("phone", customer.phone or ""),
        ]
        invoice = facts.invoice
        about = [
            ("number", invoice.number or ""),
            ("issued", self._day(invoice.issued_on)),
            ("due", self._day(invoice.due_on)),
            ("total", self._amount(facts.total.invoiced)),
        ]
        drawn = []
        for title, rows in (("ours", ours), ("theirs", theirs), ("invoice", about)):
            filled = [
                [say(phrase(f"pack.party.{label}")), value]
                for label, value in rows
                if value
            ]
            if filled:
                drawn += [_heading(say(phrase(f"pack.party.{title}"))), _pairs(filled)]
        return drawn

    def _grid(self) -> list[Drawn]:
        """The grid line by line, and the equation it keeps."""
        say, lines, total = self.say, self.facts.lines, self.facts.total
        shown = [
            name
            for name in _COLUMNS
            if name in _ALWAYS or any(getattr(line, name) for line in lines)
        ]
        head = [say(phrase("pack.column.line"))]
        head += [say(phrase(f"grid.{name}")) for name in shown]
        rows = [
            [self._line(line), *(self._amount(getattr(line, n)) for n in shown)]
            for line in lines
        ]
        sums = [self._amount(getattr(total, name)) for name in shown]
        rows.append([say(phrase("books.total")), *sums])
        values = {name: getattr(total, name) for name in _COLUMNS if name != "due"}
        return [
            _sums(head, rows, totals=1, texts=1),
            _small(say(phrase("pack.adds_up", **values))),
            *self._payments(),
        ]

    def _payments(self) -> list[Drawn]:
        kinds = (Happening.PAID, Happening.CREDITED, Happening.WRITTEN_OFF)
        rows = [
            [self._day(each.on), self._told(each), self._amount(each.amount)]
            for each in self.facts.timeline
            if each.kind in kinds and each.amount
        ]
        if not rows:
            return []
        columns = ("date", "what", "amount")
        head = [self.say(phrase(f"pack.column.{name}")) for name in columns]
        title = _heading(self.say(phrase("pack.movements")))
        return [title, _sums(head, rows, totals=0, texts=2)]

    def _line(self, line: PackLine) -> str:
        if line.part is LinePart.LINE:
            return line.name
        return self.say(phrase(f"pack.part.{line.part}"))

    def _timeline(self) -> Drawn:
        rows = [
            [self._day(each.on), self._told(each), self._link(each.exhibit)]
            for each in self.facts.timeline
        ]
        columns = ("date", "what", "exhibit")
        head = [self.say(phrase(f"pack.column.{name}")) for name in columns]
        return _words(head, rows, ["", "wide", ""])

    def _attempts(self) -> list[Drawn]:
        tried = [each for each in self.facts.timeline if each.kind in _ATTEMPTS]
        if not tried:
            return [_text(self.say(phrase("pack.no_attempts")))]
        rows = [[self._day(each.on), self._told(each)] for each in tried]
        head = [self.say(phrase(f"pack.column.{name}")) for name in ("date", "what")]
        return [_words(head, rows, ["", "wide"])]

    def _letters(self) -> list[Drawn]:
        """Each letter that was sent: in full, or in the short pack as a list."""
        say, letters = self.say, self.facts.letters
        if not letters:
            return [_text(say(phrase("pack.no_letters")))]
        if self.form is not PackForm.SHORT:
            return [self._letter(letter) for letter in letters]
        rows = [
            [self._sent(letter), letter.subject, self._way(letter)]
            for letter in letters
        ]
        columns = ("date", "subject", "way")
        head = [say(phrase(f"pack.column.{name}")) for name in columns]
        return [_words(head, rows, ["", "wide", ""])]

    def _letter(self, letter: Letter) -> Drawn:
        day, way = self.facts.sent_on[letter.id], self._way(letter)
        parts = []
        for block in blocks_of(letter.body):
            match block:
                case Text(text=text):
                    parts.append({"kind": "text", "text": text})
                case Items(items=items) if block.is_numbered:
                    listed = {"start": block.start, "items": list(items)}
                    parts.append({"kind": "numbered", **listed})
                case Items(items=items):
                    parts.append({"kind": "bullets", "items": list(items)})
                case SignOff(lines=lines):
                    parts.append({"kind": "signature", "lines": list(lines)})
                case _:
                    continue
        return {
            "kind": "letter",
            "title": letter.subject,
            "about": self.say(phrase("pack.sent", date=day, way=way)),
            "parts": parts,
        }

    def _sent(self, letter: Letter) -> str:
        return self._day(self.facts.sent_on[letter.id])

    def _way(self, letter: Letter) -> str:
        return self.say(phrase(f"way.{letter.channel}"))

    # -- exhibits -------------------------------------------------------------------

    def _exhibit_list(self) -> list[Drawn]:
        say, exhibits = self.say, self.facts.exhibits
        if not exhibits:
            return [_text(say(phrase("pack.no_exhibits")))]
        rows = [
            [
                self._link(each.number),
                self._named(each),
                each.proves or say(phrase("pack.proves_none")),
                self._where(each),
            ]
            for each in exhibits
        ]
        columns = ("number", "paper", "proves", "where")
        head = [say(phrase(f"pack.column.{name}")) for name in columns]
        return [_words(head, rows, ["", "wide", "wide", ""])]

    def _named(self, exhibit: Exhibit) -> str:
        kind = phrase(f"evidence.kind.{exhibit.kind}")
        if exhibit.dated_on:
            values = {"name": exhibit.name, "date": exhibit.dated_on}
            return f"{self.say(kind)}\n{self.say(phrase('paper.dated', **values))}"
        return f"{self.say(kind)}\n{exhibit.name}"

    def _where(self, exhibit: Exhibit) -> str:
        found = self.gathered.get(exhibit.number)
        if self.form is PackForm.SHORT or found is None:
            return self.say(phrase("pack.where.on_request"))
        key = "listed" if found.shown is Shown.LISTED else "inside"
        return self.say(phrase(f"pack.where.{key}"))

    def _groups(self) -> list[list[Drawn]]:
        """The exhibits, page by page: several photos share one in a small pack."""
        groups: list[list[Drawn]] = []
        for exhibit in self.facts.exhibits:
            drawn = self._exhibit(exhibit, self.gathered[exhibit.number])
            before = groups[-1] if groups else []
            shares = drawn["kind"] == "photo" and self.grade.photos > 1
            if (
                shares
                and before
                and before[0]["kind"] == "photo"
                and (len(before) < self.grade.photos)
            ):
                before.append(drawn)
            else:
                groups.append([drawn])
        return groups

    def _exhibit(self, exhibit: Exhibit, found: Gathered) -> Drawn:
        say, small = self.say, self.grade.photos > 1
        heading = phrase("pack.exhibit", number=exhibit.number, name=exhibit.name)
        kinds = {Shown.PAGES: "frames", Shown.LISTED: "listed"}
        note = ""
        if found.why:
            note = say(phrase(f"pack.why.{found.why}"))
        rows = 1 if self.grade.photos == 2 else (self.grade.photos + 1) // 2
        return {
            "id": f"exhibit-{exhibit.number}",
            "number": exhibit.number,
            "heading": say(heading),
            "proves": exhibit.proves,
            "rows": self._details(exhibit, found),
            "hash": exhibit.sha256,
            "kind": kinds.get(found.shown, str(found.shown)),
            "file": found.file.name if found.file else "",
            "words": found.words,
            "note": note,
            "brief": small and found.shown in (Shown.PHOTO, Shown.PAGES),
            "frames": [
                say(phrase("pack.frame", number=exhibit.number, page=at, pages=count))
                for count in [len(found.pages)]
                for at in range(1, count + 1)
            ],
            "columns": 1 if self.grade.photos == 2 else 2,
            "cell": 240 // (2 if self.grade.photos == 2 else rows) - 6,
        }

    def _details(self, exhibit: Exhibit, found: Gathered) -> list[list[str]]:
        say = self.say
        rows: list[tuple[str, object]] = [
            ("kind", phrase(f"evidence.kind.{exhibit.kind}")),
            ("dated", exhibit.dated_on),
            ("taken", found.taken and f"{found.taken:%Y-%m-%d %H:%M:%S}"),
            ("source", phrase(f"pack.source.{_source(exhibit.source)}")),
            ("added", exhibit.added_at),
            ("enclosure", exhibit.enclosure or None),
            ("size", exhibit.size or None),
        ]
        return [
            [say(phrase(f"pack.detail.{name}")), self._value(name, value)]
            for name, value in rows
            if value is not None and value != ""
        ]

    def _value(self, name: str, value: object) -> str:
        if name == "size":
            return self.say(phrase("pack.bytes", count=value))
        return self.say(phrase("value", value=value))

    def _link(self, number: int) -> Drawn | str:
        """The number of an exhibit, leading there where its page is in the pack."""
        if not number:
            return ""
        if self.form is PackForm.SHORT or number not in self.gathered:
            return str(number)
        return {"text": str(number), "to": f"exhibit-{number}"}

    # -- integrity ------------------------------------------------------------------

    def _integrity(self) -> Drawn:
        say, facts = self.say, self.facts
        rows: list[list[Drawn | str]] = []
        for exhibit in facts.exhibits:
            digest: Drawn | str = say(phrase("pack.no_file"))
            if exhibit.sha256:
                digest = {"hash": exhibit.sha256}
            size = str(exhibit.size) if exhibit.size else ""
            rows.append([str(exhibit.number), exhibit.name, size, digest])
        columns = ("number", "file", "bytes", "hash")
        head = [say(phrase(f"pack.column.{name}")) for name in columns]
        log = [
            [say(phrase("pack.log_entries")), str(self.sealed.entries)],
            [say(phrase("pack.log_hash")), self.sealed.last_hash],
        ]
        parts = [_text(say(phrase("pack.integrity_what")))]
        if rows:
            parts.append(_words(head, rows, ["", "wide", "", ""]))
        parts += [
            _heading(say(phrase("pack.log_title"))),
            _text(say(phrase("pack.log_what"))),
            _pairs(log),
        ]
        return {"title": say(phrase("pack.section.integrity")), "parts": parts}

    # -- words ----------------------------------------------------------------------

    def _told(self, each: Happened) -> str:
        """One line of the timeline."""
        say = self.say
        match each.kind:
            case Happening.LETTER:
                said = phrase("pack.happened.letter", letter=_letter_kind(each.what))
            case Happening.REPLY:
                said = phrase(f"pack.replied.{each.what}")
            case Happening.OFFER:
                values = {"amount": each.amount, "date": each.until}
                said = phrase("pack.happened.offer", **values)
            case Happening.OFFER_ENDED:
                key = f"pack.offer.{each.what}"
                counter = each.amount
                said = (
                    phrase(key)
                    if counter is None
                    else phrase("pack.offer.countered_with", amount=counter)
                )
            case Happening.AGREED:
                values = {"amount": each.amount, "date": each.until}
                said = phrase("pack.happened.agreed", **values)
            case Happening.CLOSED:
                outcome = phrase(f"outcome.{each.what}")
                said = phrase("pack.happened.closed", outcome=outcome)
            case _:
                values = {"amount": each.amount, "name": each.what}
                said = phrase(f"pack.happened.{each.kind}", **values)
        return say(said)

    def _amount(self, amount: Money | None) -> str:
        return "" if amount is None else self.say(phrase("value", value=amount))

    def _day(self, day: object) -> str:
        return "" if day is None else self.say(phrase("value", value=day))


_ALWAYS = ("invoiced", "undisputed", "disputed", "due")
_COLUMNS = (
    "invoiced",
    "paid",
    "credited",
    "written_off",
    "undisputed",
    "disputed",
    "due",
)
_SOURCES = ("customer", "owner")


def _source(source: str) -> str:
    return source if source in _SOURCES else "owner"


def _letter_kind(kind: str) -> Phrase:
    return phrase(f"letter.kind.{kind}")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _text(text: str) -> Drawn:
    return {"kind": "text", "text": text}


def _small(text: str) -> Drawn:
    return {"kind": "small", "text": text}


def _heading(text: str) -> Drawn:
    return {"kind": "heading", "text": text}


def _pairs(rows: list[list[str]]) -> Drawn:
    return {"kind": "pairs", "rows": rows}


def _sums(
    header: list[str], rows: list[list[str]], *, totals: int, texts: int
) -> Drawn:
    return {
        "kind": "sums",
        "header": header,
        "rows": rows,
        "totals": totals,
        "texts": texts,
    }


def _words(header: list[str], rows: list[list[Any]], widths: list[str]) -> Drawn:
    return {"kind": "words", "header": header, "rows": rows, "widths": widths}
