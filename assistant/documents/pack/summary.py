"""The first page: who, how much, what is wrong, what was tried, what is asked."""

from assistant.chat.replies import Phrase, phrase
from assistant.documents.pack.content import Content
from assistant.documents.pack.drawn import (
    Cell,
    Drawn,
    bullets,
    heading,
    pairs,
    small,
    sums,
    text,
)
from assistant.documents.paper import cut
from assistant.domain.letters import SUBSTANTIVE
from assistant.domain.pack_facts import Happened, Happening

_SLOTS = ("line", "expected", "received", "amount", "outcome")
_LONGEST_ANSWER = 220  # characters; the page has to stay one page
_LONGEST_NAME = 120
_MOST_TRIED = 6
_TRIED = frozenset(
    {
        Happening.OFFER,
        Happening.REMEDY,
        Happening.OFFER_ENDED,
        Happening.AGREED,
        Happening.BROKEN,
    }
)


def summary(content: Content) -> list[Drawn]:
    """All that a reader in a hurry needs, on one page."""
    say, facts = content.say, content.facts
    drawn = [text(" ".join(map(say, _lead(content)))), *_objection(content)]
    drawn += [heading(say(phrase("pack.sums_title"))), _short_sums(content)]
    drawn += _tried(content)
    shown = (
        phrase("pack.count.exhibits", count=len(facts.exhibits)),
        phrase("pack.count.letters", count=len(facts.letters)),
    )
    drawn.append(small(say(phrase("pack.inside", what=shown))))
    return drawn


def _lead(content: Content) -> list[Phrase]:
    facts, total = content.facts, content.facts.total
    lead = [
        phrase(
            "pack.lead.billed",
            ours=cut(content.ours, _LONGEST_NAME),
            theirs=cut(content.theirs, _LONGEST_NAME),
            amount=total.invoiced,
            invoice=content.invoice,
        )
    ]
    if facts.objected_on:
        why = phrase(f"books.why.{facts.reason or 'none'}")
        lead.append(phrase("pack.lead.objected", date=facts.objected_on, why=why))
    if total.disputed:
        values = {"open": total.undisputed, "disputed": total.disputed}
        lead.append(phrase("pack.lead.parts", **values))
    answers = [letter for letter in facts.letters if letter.kind in SUBSTANTIVE]
    if answers:
        day = facts.sent_on[answers[-1].id]
        ours = cut(content.ours, _LONGEST_NAME)
        lead.append(phrase("pack.lead.answered", ours=ours, date=day))
    if facts.outcome:
        ended = phrase(f"outcome.{facts.outcome}")
        lead.append(phrase("pack.lead.ended", outcome=ended))
    return lead


def _objection(content: Content) -> list[Drawn]:
    """What the customer says is wrong, in their answers to the five questions."""
    rows: list[list[Cell]] = []
    for name, said in zip(_SLOTS, content.facts.said, strict=True):
        if said:
            value = cut(content.value(said), _LONGEST_ANSWER)
            rows.append([content.say(phrase(f"pack.said.{name}")), value])
    if not rows:
        return []
    return [heading(content.say(phrase("pack.objection"))), pairs(rows)]


def _short_sums(content: Content) -> Drawn:
    """The totals of the grid, down to what is claimed."""
    facts, say = content.facts, content.say
    total = facts.total
    rows = [
        [say(phrase(f"grid.{name}")), content.value(getattr(total, name))]
        for name in ("invoiced", "paid", "credited", "written_off")
        if name == "invoiced" or getattr(total, name)
    ]
    rows.append([say(phrase("pack.due")), content.value(total.due)])
    if facts.conceded:
        rows.append([say(phrase("pack.conceded")), content.value(facts.conceded)])
        rows.append([say(phrase("pack.claimed")), content.value(facts.claimed)])
    return sums(content.columns("what", "amount"), rows, totals=1, texts=1)


def _tried(content: Content) -> list[Drawn]:
    """Offers and agreements, the latest ones where there were many."""
    tried = [each for each in content.facts.timeline if each.kind in _TRIED]
    if not tried:
        return []
    lines = [_dated(content, each) for each in tried[-_MOST_TRIED:]]
    return [heading(content.say(phrase("pack.section.attempts"))), bullets(lines)]


def _dated(content: Content, each: Happened) -> str:
    return f"{content.value(each.on)}: {content.told(each)}"
