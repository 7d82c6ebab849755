"""The set of evidence that usually carries a claim after a part payment.

Source: guides S2-9, S2-23: the part payment, signed papers, and a written answer that
was never countered. K6: the payment is evidence for the part it was meant for and no
more, and "usually enough for a judgment" is an encouragement, never a promise.
"""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.evidence import EvidenceItem, EvidenceKind
from assistant.domain.resolution import ReplyKind

_SIGNED = frozenset(
    {
        EvidenceKind.CONTRACT,
        EvidenceKind.APPROVAL,
        EvidenceKind.CHANGE_ORDER,
        EvidenceKind.PRICE_CONFIRMATION,
        EvidenceKind.SERVICE_RECORD,
    }
)


class Strand(StrEnum):
    """One of the three things that together carry the claim."""

    PART_PAYMENT = "part_payment"
    SIGNED_PAPERS = "signed_papers"
    UNANSWERED_REPLY = "unanswered_reply"


@dataclass(frozen=True, slots=True)
class Held:
    """A strand: whether it is there, and the papers that it rests on."""

    strand: Strand
    is_there: bool
    papers: tuple[EvidenceItem, ...] = ()


def evidence_set(case: Case) -> tuple[Held, ...]:
    """The three strands; empty where no part was paid, so that the set is another one.

    A payment that was offered as settlement counts here only once it was taken as a
    part, because before that it is no payment of the case.
    """
    if not case.payments or not case.grid.sum.due:
        return ()
    signed = tuple(item for item in case.evidence.items if item.kind in _SIGNED)
    slips = tuple(i for i in case.evidence.items if i.kind is EvidenceKind.PAYMENT)
    return (
        Held(Strand.PART_PAYMENT, is_there=True, papers=slips),
        Held(Strand.SIGNED_PAPERS, bool(signed), signed),
        Held(Strand.UNANSWERED_REPLY, _is_uncountered(case)),
    )


def _is_uncountered(case: Case) -> bool:
    """Our last answer went out, and no objection to it came."""
    answer = case.answer_sent()
    if answer is None:
        return False
    against = (ReplyKind.OBJECTS, ReplyKind.COUNTERS)
    since = [r for r in case.replies if r.exchange >= answer.exchange]
    return not any(reply.kind in against for reply in since)
