"""The chapters between the summary and the exhibits."""

from assistant.chat.replies import phrase
from assistant.documents.letter_text import blocks_of
from assistant.documents.letters import addressee
from assistant.documents.pack.content import Content
from assistant.documents.pack.drawn import (
    Cell,
    Drawn,
    heading,
    pairs,
    small,
    sums,
    table,
    text,
)
from assistant.documents.pack.parts import PackForm
from assistant.documents.paper import Items, SignOff, Text
from assistant.domain.address import address_lines
from assistant.domain.letter_parts import LinePart
from assistant.domain.letters import Letter
from assistant.domain.pack_facts import Happening, PackLine

_ATTEMPTS = frozenset(
    {
        Happening.LETTER,
        Happening.REPLY,
        Happening.OFFER,
        Happening.REMEDY,
        Happening.OFFER_ENDED,
        Happening.AGREED,
        Happening.BROKEN,
    }
)
_MOVEMENTS = frozenset({Happening.PAID, Happening.CREDITED, Happening.WRITTEN_OFF})
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


def sections(content: Content) -> list[Drawn]:
    """Parties, sums, timeline, attempts and letters, each with its title."""
    is_long = content.form is not PackForm.SHORT
    return [
        _section(content, "parties", _parties(content)),
        _section(content, "sums", _grid(content)),
        _section(content, "timeline", [_timeline(content)]),
        _section(content, "attempts", _attempts(content)),
        _section(content, "letters", _letters(content), new_page=is_long),
    ]


def _section(
    content: Content, name: str, parts: list[Drawn], *, new_page: bool = False
) -> Drawn:
    title = content.say(phrase(f"pack.section.{name}"))
    return {"title": title, "parts": parts, "new-page": new_page}


# -- parties and sums ---------------------------------------------------------------


def _parties(content: Content) -> list[Drawn]:
    facts, profile = content.facts, content.facts.business
    customer, invoice = facts.customer, facts.invoice
    name, *address = addressee(customer) or ("",)
    in_law = phrase(f"pack.party.{customer.kind}") if customer.kind else None
    told = {
        "ours": {
            "name": profile.name,
            "signs": profile.sign_off,
            "address": "\n".join(address_lines(profile.address)),
            "email": profile.email,
            "phone": profile.phone,
            "tax_number": profile.tax_number,
        },
        "theirs": {
            "name": name,
            "kind": content.value(in_law),
            "address": "\n".join(address),
            "email": customer.email or "",
            "phone": customer.phone or "",
        },
        "invoice": {
            "number": invoice.number or "",
            "issued": content.value(invoice.issued_on),
            "due": content.value(invoice.due_on),
            "total": content.value(facts.total.invoiced),
        },
    }
    drawn = []
    for title, values in told.items():
        rows: list[list[Cell]] = [
            [content.say(phrase(f"pack.party.{label}")), value]
            for label, value in values.items()
            if value
        ]
        if rows:
            drawn += [heading(content.say(phrase(f"pack.party.{title}"))), pairs(rows)]
    return drawn


def _grid(content: Content) -> list[Drawn]:
    """The grid line by line, and the equation that it keeps."""
    lines, total = content.facts.lines, content.facts.total
    shown = [
        name
        for name in _COLUMNS
        if name in _ALWAYS or any(getattr(line, name) for line in lines)
    ]
    header = content.columns("line")
    header += [content.say(phrase(f"grid.{name}")) for name in shown]
    rows = [
        [_named(content, line), *(content.value(getattr(line, n)) for n in shown)]
        for line in lines
    ]
    totals = [content.value(getattr(total, name)) for name in shown]
    rows.append([content.say(phrase("books.total")), *totals])
    equation = phrase(
        "pack.adds_up",
        invoiced=total.invoiced,
        paid=total.paid,
        credited=total.credited,
        written_off=total.written_off,
        undisputed=total.undisputed,
        disputed=total.disputed,
    )
    return [
        sums(header, rows, totals=1, texts=1),
        small(content.say(equation)),
        *_movements(content),
    ]


def _named(content: Content, line: PackLine) -> str:
    if line.part is LinePart.LINE:
        return line.name
    return content.say(phrase(f"pack.part.{line.part}"))


def _movements(content: Content) -> list[Drawn]:
    """Payments and credits, each with its day."""
    rows = []
    for each in content.facts.timeline:
        if each.kind in _MOVEMENTS:
            what = phrase(f"pack.movement.{each.kind}", number=each.what)
            amount = content.value(each.amount)
            rows.append([content.value(each.on), content.say(what), amount])
    if not rows:
        return []
    header = content.columns("date", "what", "amount")
    title = heading(content.say(phrase("pack.movements")))
    return [title, sums(header, rows, totals=0, texts=2)]


# -- what happened ------------------------------------------------------------------


def _timeline(content: Content) -> Drawn:
    rows: list[list[Cell]] = [
        [content.value(each.on), content.told(each), content.exhibit(each.exhibit)]
        for each in content.facts.timeline
    ]
    return table(content.columns("date", "what", "exhibit"), rows, wide=(1,))


def _attempts(content: Content) -> list[Drawn]:
    rows: list[list[Cell]] = [
        [content.value(each.on), content.told(each)]
        for each in content.facts.timeline
        if each.kind in _ATTEMPTS
    ]
    if not rows:
        return [text(content.say(phrase("pack.no_attempts")))]
    return [table(content.columns("date", "what"), rows, wide=(1,))]


# -- letters ------------------------------------------------------------------------


def _letters(content: Content) -> list[Drawn]:
    """Each letter that was sent: in full, or in a short pack as a list."""
    letters = content.facts.letters
    if not letters:
        return [text(content.say(phrase("pack.no_letters")))]
    if content.form is not PackForm.SHORT:
        return [_letter(content, letter) for letter in letters]
    rows: list[list[Cell]] = [
        [_sent_on(content, letter), letter.subject, _way(content, letter)]
        for letter in letters
    ]
    return [table(content.columns("date", "subject", "way"), rows, wide=(1,))]


def _letter(content: Content, letter: Letter) -> Drawn:
    """A letter word for word, but for what the pack says of both sides anyway."""
    profile = content.facts.business
    known = (*address_lines(profile.address), profile.email, profile.phone)
    named = (content.facts.case_id, profile.tax_number)
    day, way = content.facts.sent_on[letter.id], _way(content, letter)
    return {
        "kind": "letter",
        "title": letter.subject,
        "about": content.say(phrase("pack.sent", date=day, way=way)),
        "parts": [
            drawn
            for block in blocks_of(letter.body, shown=known, named=named)
            if (drawn := _block(block))
        ],
    }


def _block(block: object) -> Drawn:
    match block:
        case Text(text=words):
            return {"kind": "text", "text": words}
        case Items(items=items) if block.is_numbered:
            return {"kind": "numbered", "start": block.start, "items": list(items)}
        case Items(items=items):
            return {"kind": "bullets", "items": list(items)}
        case SignOff(lines=lines):
            return {"kind": "signature", "lines": list(lines)}
        case _:
            return {}


def _sent_on(content: Content, letter: Letter) -> str:
    return content.value(content.facts.sent_on[letter.id])


def _way(content: Content, letter: Letter) -> str:
    return content.say(phrase(f"way.{letter.channel}"))
