"""A letter of a case as a paper: the words as they are, the letterhead around them."""

from dataclasses import dataclass
from datetime import date

from assistant.chat.replies import phrase
from assistant.documents.letter_text import blocks_of
from assistant.documents.paper import Items, Letterhead, PageSize, Paper, Say, cut
from assistant.domain.address import address_lines
from assistant.domain.business import Profile
from assistant.domain.invoice import Customer, Invoice
from assistant.domain.letter_parts import Enclosure
from assistant.domain.letters import Letter

_LONGEST_TO = 200  # characters of a name in the address


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the words of a letter.

    size: the sheet. made_on: the day of the letter, local to the business.
    enclosures: what goes with it, numbered as its words number them.
    """

    head: Letterhead
    size: PageSize
    made_on: date
    case_id: str
    invoice: Invoice
    customer: Customer
    contact: str = ""
    enclosures: tuple[Enclosure, ...] = ()


def letterhead(profile: Profile, say: Say, logo: bytes | None = None) -> Letterhead:
    """The letterhead of a business; what it never said is left out."""
    number = profile.tax_number
    return Letterhead(
        name=profile.name,
        address=address_lines(profile.address),
        contact=tuple(filter(None, (profile.email, profile.phone))),
        bank=address_lines(profile.bank),
        tax=say(phrase("paper.tax_number", number=number)) if number else "",
        logo=logo,
    )


def letter_paper(letter: Letter, around: Around, say: Say) -> Paper:
    """The paper of a letter; what its head shows is not said again at its end.

    say: words in the language of the letter.
    """
    head = around.head
    known = (*head.address, *head.contact, *head.bank, ", ".join(head.address))
    tax = head.tax.rpartition(" ")[2]
    blocks = blocks_of(letter.body, shown=known, named=(around.case_id, tax))
    listed = {item for b in blocks if isinstance(b, Items) for item in b.items}
    names = tuple(enclosure_line(each, say) for each in around.enclosures)
    is_listed = any(each.name in item for each in around.enclosures for item in listed)
    return Paper(
        title=letter.subject,
        language=letter.language,
        size=around.size,
        made_on=around.made_on,
        head=head,
        to=addressee(around.customer),
        facts=reference_facts(around, say),
        subject=letter.subject,
        blocks=blocks,
        pages=pages_pattern(say),
        enclosures_title=say(phrase("paper.enclosures")),
        enclosures=() if is_listed else names,
    )


def addressee(customer: Customer) -> tuple[str, ...]:
    """Name and address, a line each; nothing where nothing is known."""
    name = cut((customer.name or "").strip(), _LONGEST_TO)
    lines = address_lines(customer.address or "")
    return (name, *lines) if name else lines


def reference_facts(around: Around, say: Say) -> tuple[tuple[str, str], ...]:
    """Date, our reference, the invoice and who answers, each with its label."""
    invoice = around.invoice
    facts = [
        (say(phrase("paper.date")), say(phrase("value", value=around.made_on))),
        (say(phrase("paper.our_reference")), around.case_id),
    ]
    if invoice.number:
        facts.append((say(phrase("paper.invoice")), invoice_named(invoice, say)))
    if around.contact:
        facts.append((say(phrase("paper.contact")), around.contact))
    return tuple(facts)


def invoice_named(invoice: Invoice, say: Say) -> str:
    """Its number, with its date where that is known."""
    if invoice.issued_on is None:
        return invoice.number or ""
    named = phrase("paper.invoice_of", number=invoice.number, date=invoice.issued_on)
    return say(named)


def enclosure_line(enclosure: Enclosure, say: Say) -> str:
    """What an enclosure is called in the list at the end of a letter."""
    if enclosure.dated_on is None:
        return enclosure.name
    dated = phrase("paper.dated", name=enclosure.name, date=enclosure.dated_on)
    return say(dated)


def pages_pattern(say: Say) -> str:
    """`Page {page} of {pages}` in the language, its two places still open."""
    return say(phrase("paper.page", page="{page}", pages="{pages}"))
