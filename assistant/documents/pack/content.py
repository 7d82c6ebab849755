"""One pack before it is set: what is known of it, and how its values are written."""

from dataclasses import dataclass, field
from datetime import date

from assistant.chat.replies import Phrase, phrase
from assistant.documents.letters import invoice_named
from assistant.documents.pack.drawn import Cell, leading_to
from assistant.documents.pack.parts import Gathered, Grade, PackForm
from assistant.documents.paper import Say
from assistant.domain.evidence import EvidenceKind
from assistant.domain.money import Money
from assistant.domain.pack_facts import Exhibit, Happened, Happening, PackFacts


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the audit log comes to: how many entries, and the hash of the last one."""

    entries: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a pack is made of.

    gathered: what is there of each exhibit, by its number; empty in a short pack.
    """

    facts: PackFacts
    form: PackForm
    grade: Grade
    sealed: Sealed
    say: Say
    gathered: dict[int, Gathered] = field(default_factory=dict)

    @property
    def ours(self) -> str:
        """The business by its name."""
        return self.facts.business.name or self.facts.business.sign_off

    @property
    def theirs(self) -> str:
        """The customer by their name."""
        return self.facts.customer.name or self.say(phrase("customer.unnamed"))

    @property
    def invoice(self) -> str:
        """The invoice by its number and date."""
        if self.facts.invoice.number:
            return invoice_named(self.facts.invoice, self.say)
        return self.say(phrase("books.no_number"))

    def value(self, value: Money | date | str | int | Phrase | None) -> str:
        """A value as the language writes it; nothing for None."""
        return "" if value is None else self.say(phrase("value", value=value))

    def columns(self, *names: str) -> list[str]:
        """The heads of columns."""
        return [self.say(phrase(f"pack.column.{name}")) for name in names]

    def exhibit(self, number: int) -> Cell:
        """The number of an exhibit, leading there where its page is in the pack."""
        if not number or number not in self.gathered:
            return str(number or "")
        return leading_to(str(number), place_of(number))

    def name(self, exhibit: Exhibit) -> str:
        """What an exhibit is called; words that came without a file have no name."""
        is_file = exhibit.sha256 or exhibit.kind is not EvidenceKind.STATEMENT
        kind = phrase(f"evidence.kind.{exhibit.kind}")
        return exhibit.name if is_file else self.say(kind)

    def paper(self, exhibit: Exhibit) -> str:
        """An exhibit by its name and date."""
        name = self.name(exhibit)
        if exhibit.dated_on is None:
            return name
        values = {"name": name, "date": exhibit.dated_on}
        return self.say(phrase("paper.dated", **values))

    def told(self, each: Happened) -> str:
        """One line of the timeline."""
        return self.say(_told(each))


def place_of(number: int) -> str:
    """What links to an exhibit aim at."""
    return f"exhibit-{number}"


def _told(each: Happened) -> Phrase:
    match each.kind:
        case Happening.LETTER:
            kind = phrase(f"letter.kind.{each.what}")
            return phrase("pack.happened.letter", letter=kind)
        case Happening.REPLY:
            return phrase(f"pack.replied.{each.what}")
        case Happening.OFFER_ENDED if each.amount is not None:
            return phrase("pack.offer.countered_with", amount=each.amount)
        case Happening.OFFER_ENDED:
            return phrase(f"pack.offer.{each.what}")
        case Happening.CLOSED:
            outcome = phrase(f"outcome.{each.what}")
            return phrase("pack.happened.closed", outcome=outcome)
        case Happening.CREDITED:
            number = each.what or phrase("books.no_number")
            values = {"amount": each.amount, "number": number}
            return phrase("pack.happened.credited", **values)
        case _:
            return phrase(
                f"pack.happened.{each.kind}",
                amount=each.amount,
                name=each.what,
                date=each.until,
            )
