"""What tells of money that settles everything: the customer's words, or a paper.

It starts the questions of the stopper, and nothing else: what was read is offered as an
answer and becomes none by itself.
"""

from assistant.domain.case import Case, Remittance
from assistant.domain.case_events import MoneyReported
from assistant.domain.evidence import EvidenceKind
from assistant.domain.money import Money
from assistant.domain.tender import Where, where_of
from assistant.playbook.turn import Attached
from assistant.reading.clauses import clause_of
from assistant.reading.finding import Finding
from assistant.reading.memo import settling_words
from assistant.reading.messages import read_message
from assistant.usecases.visit import Visit

FROM_WORDS, FROM_PAPER = "words", "paper"


def notice_words(visit: Visit, case: Case) -> Case:
    """Ask about money of which the customer's latest words say that it settles all."""
    if case.is_closed or not case.statements:
        return case
    finding = read_message(case.statements[-1].text)
    if not finding.mentions.full_and_final:
        return case
    words = _clause(finding)
    if any(told.words == words for told in _under_way(case)):
        return case
    amount = _amount(case, words, finding)
    return visit.record(case, MoneyReported(amount, words, FROM_WORDS))


def is_slip(given: Attached) -> bool:
    """Whether a file shows money: a cheque, a card slip, a line of the bank."""
    says_so = bool(settling_words(given.caption, plainly=True))
    return says_so or given.kind == EvidenceKind.PAYMENT


def notice_paper(visit: Visit, case: Case, given: Attached) -> Case:
    """Ask about a cheque or slip that was photographed, unless money is asked about."""
    if case.is_closed or not is_slip(given) or _under_way(case):
        return case
    said = given.caption if settling_words(given.caption) else ""
    return visit.record(case, MoneyReported(None, said, FROM_PAPER))


def _under_way(case: Case) -> list[Remittance]:
    """The remittances of which it is not known yet what they are."""
    return [
        told
        for told in case.remittances
        if not told.is_withdrawn and where_of(case, told.id) is not Where.NO_MONEY
        if case.payment_of(told.id) is None
    ]


def _clause(finding: Finding) -> str:
    because = finding.because.get("full_and_final", ())
    if not because:
        return finding.own_text[:200]
    return clause_of(finding.own_text, because[0])


def _amount(case: Case, words: str, finding: Finding) -> Money | None:
    """The one amount in those words, else in the whole message; none above what is due.

    Numbers that the reading takes for something else are looked at in the clause alone.
    """
    for amounts in (read_message(words).mentions.amounts, finding.mentions.amounts):
        if len(amounts) == 1:
            amount = Money.of(f"{amounts[0]:f}", case.grid.currency)
            is_part = not case.grid.sum.due or amount < case.grid.sum.due
            return amount if amount.minor > 0 and is_part else None
    return None
