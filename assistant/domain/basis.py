"""Fingerprints: of what a letter was drafted from, and of its text."""

from hashlib import sha256

from assistant.domain.case import Case
from assistant.domain.facts import FactName

# Answers that no letter speaks of; changing them makes no draft stale.
_SILENT = frozenset(
    {
        FactName.ROOT_CAUSE,
        FactName.ONGOING,
        FactName.ASSESSMENT_OVERRIDE,
        "decider",
        FactName.MOST_OFF,
        FactName.IN_STEPS,
        *("own_rate", "hours_talk", "weeks_court", "likely_share", "mediation_fee"),
        *("number_hours", "number_fees", "number_relationship", "reputation_cost"),
        *("own_form", "court_checked", "court_limit", "over_limit", "mediation_first"),
        "editing",
        "late_fees",
    }
)


def letter_basis(case: Case) -> str:
    """A short digest that changes when a fact that letters use changes.

    Letters, notes, holds and whose turn it is are left out: sending one letter does
    not make another stale, but a payment or a changed assessment does.
    """
    # As text: an answer that was an enum is plain text once it comes from the store.
    facts = [(k, str(v)) for k, v in sorted(case.facts.items()) if not _is_silent(k)]
    spoken_of = (
        case.customer,
        case.invoice,
        case.grid,
        facts,
        [s.text for s in case.statements],
        [(i.number, i.kind, i.name, i.dated_on) for i in case.evidence.items],
        [(o.amount_off, o.expires_on, o.status) for o in case.offers],
        case.agreement,
        [(c.document, c.number) for c in case.credits],
    )
    return sha256(repr(spoken_of).encode()).hexdigest()[:16]


def text_digest(text: str) -> str:
    """A short digest of a letter's text, to know it again."""
    return sha256(text.encode()).hexdigest()[:16]


def _is_silent(key: str) -> bool:
    name = key.partition("@")[0]
    return name in _SILENT or name.startswith(("_", "second_"))
