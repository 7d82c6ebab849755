"""The fact sheet of a job: discussed, found, approved, done, and why each line is due.

One page to hold during the call, made of what was noted in the record; what was left
out is left out here too, so that nothing on it is from memory.
Source: guides S3-3 to S3-7, S3-14 to S3-20.
"""

from collections.abc import Iterator, Mapping

from assistant.chat.replies import Card, Field, Phrase, phrase
from assistant.domain.explanation import Explanation, explanation_of
from assistant.domain.facts import NO
from assistant.domain.grid import Row
from assistant.domain.job_record import APPROVED_WHAT, JobFact, noted
from assistant.playbook.situation import Situation

_LONGEST_QUOTE = 200  # characters of their words that the sheet shows


def fact_sheet(at: Situation) -> Card[Phrase]:
    """What is known of the job, and of each line in question, as one card."""
    fields = (*_said(at), *_job(at), *_lines(at))
    title = phrase("sheet.title", **at.values())
    return Card(title, fields)


def sorted_out(found: Mapping[JobFact, str]) -> Card[Phrase]:
    """The fields of a record that came in one message, to be looked over."""
    fields = tuple(
        Field(phrase(f"sheet.{fact}"), phrase("value", value=words))
        for fact, words in found.items()
    )
    return Card(phrase("sheet.sorted"), fields)


def explained(explanation: Explanation) -> Phrase | None:
    """An explanation as the sentences to say; None when there is nothing to say."""
    sentences = list(_sentences(explanation))
    if not sentences:
        return None
    said = sentences[0]
    for sentence in sentences[1:]:
        said = phrase("explain.then", before=said, then=sentence)
    return said


def _sentences(explanation: Explanation) -> Iterator[Phrase]:
    """What it is, what was measured, what follows without it, and so why."""
    reading = explanation.reading
    if explanation.what:
        yield phrase("explain.what", what=explanation.what)
    if reading:
        key = "explain.reading" if reading.part else "explain.measured"
        yield phrase(
            key, part=reading.part, measured=reading.measured, rated=reading.rated
        )
    if explanation.found:
        yield phrase("explain.found", found=explanation.found)
    if explanation.without:
        yield phrase("explain.without", without=explanation.without)
    if explanation.has_ground:
        yield phrase("explain.why")


def _said(at: Situation) -> Iterator[Field[Phrase]]:
    """Whom to call, and what they said so far."""
    name = phrase("value", value=at.values()["customer"])
    yield Field(phrase("card.customer"), name, is_sensitive=True)
    if at.case.customer.phone:
        number = phrase("value", value=at.case.customer.phone)
        yield Field(phrase("sheet.phone"), number, is_sensitive=True)
    if at.case.statements:
        words = " ".join(at.case.statements[-1].text.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[: _LONGEST_QUOTE - 1]}…"
        said = phrase("sheet.quoted", text=words)
        yield Field(phrase("sheet.they_said"), said, is_sensitive=True)


def _job(at: Situation) -> Iterator[Field[Phrase]]:
    """The fields of the record that were noted."""
    for fact in JobFact:
        if fact is JobFact.APPROVED:
            yield from _approval(at)
        elif words := noted(at.case, fact):
            yield Field(phrase(f"sheet.{fact}"), phrase("value", value=words))


def _approval(at: Situation) -> Iterator[Field[Phrase]]:
    """Whether it was approved, and in whose words; a gap is said as plainly."""
    answer = at.case.text_fact(JobFact.APPROVED)
    if not answer:
        return
    said = phrase(f"sheet.approved.{answer}")
    if what := noted(at.case, APPROVED_WHAT):
        said = phrase("sheet.approved_as", said=said, what=what)
    yield Field(phrase("sheet.approved"), said)


def _lines(at: Situation) -> Iterator[Field[Phrase]]:
    """The lines in question, and those that were explained already."""
    for row in at.case.grid.rows:
        said = explained(explanation_of(at.case, row.id))
        if said or row.disputed:
            reason = said or phrase("sheet.no_reason")
            yield Field(_name(at, row), reason, is_sensitive=True)


def _name(at: Situation, row: Row) -> Phrase:
    line = at.about(row.id).values()["line"]
    return phrase("sheet.line", line=line, amount=row.disputed or row.invoiced)


def lacks_approval(at: Situation) -> bool:
    """Whether this job, or the line at hand, was done without a clear yes."""
    own = at.case.fact(JobFact.APPROVED, at.subject) if at.subject else None
    return (own or at.case.fact(JobFact.APPROVED)) == NO
