"""The record of a job on site: six fields, typed one by one or all in one message.

Complaint, diagnosis, approval before the start, work and parts, and the readings before
and after: that record is the evidence when a bill is questioned, and it is pulled
before the telephone. Somebody who was on the job may send it as one message; it is read
by its labels or its numbers, and a field that is not certain stays open.
Source: guides S3-3 to S3-7.
"""

import re
from enum import StrEnum

from assistant.domain.assessment import YES_IN_WRITING, YES_SPOKEN
from assistant.domain.case import Case
from assistant.domain.facts import NO

LONGEST = 20_000  # characters of a message that are looked at
LONGEST_FIELD = 300


class JobFact(StrEnum):
    """What a record holds; each is a fact of the case."""

    COMPLAINT = "job_complaint"
    FOUND = "job_found"
    APPROVED = "approved"
    DONE = "job_done"
    BEFORE = "reading_before"
    AFTER = "reading_after"


APPROVED_WHAT = "approved_what"  # what exactly was approved, by whom and when

_LABELS = {
    JobFact.COMPLAINT: r"complaint|complained(?: of| about)?|problem|reported|call",
    JobFact.FOUND: r"diagnosis|found|finding|findings|cause|fault",
    JobFact.APPROVED: r"approval|approved|go-ahead|go ahead|ok(?:'d)?|authori[sz]ation",
    JobFact.DONE: r"parts?(?: used| and work)?|work(?: done)?|done|did|fitted|repair",
    JobFact.BEFORE: r"(?:readings? )?before|readings?",
    JobFact.AFTER: r"(?:readings? )?after",
}
_LABELLED = re.compile(
    r"^\W*(?:(?P<number>[1-6])\s*[.):-]\s*)?(?:"
    + "|".join(f"(?P<{fact}>{words})" for fact, words in _LABELS.items())
    + r")\s*[:=–—-]\s*(?P<text>.+)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*(?P<number>[1-6])\s*[.):]\s*(?P<text>.+)$")
_BREAKS = re.compile(r"\n|;\s+|(?<=\s)(?=[1-6][.)]\s)")
_NO = re.compile(r"^(?:no|nope|none|not? really|nobody|never)\b", re.IGNORECASE)
_FIRST_YES = re.compile(r"^(?:yes|yep|yeah|ok)\b[\s,.:;–—-]*", re.IGNORECASE)
_YES = re.compile(r"^(?:yes|yep|yeah|ok|approved|agreed|signed)\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\b(?:text(?:ed)?|sms|whatsapp|e-?mail(?:ed)?|message|sign(?:ed|ature)|writ\w*"
    r"|quote|estimate|app)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:phone|phoned|called|told|said|spoken|verbal(?:ly)?|on site|in person)\b",
    re.IGNORECASE,
)


def read_job(text: str) -> dict[JobFact, str]:
    """The fields that a message fills, by label or number; empty for other texts.

    text: such as `complaint: no cooling; found: weak capacitor; approved: yes, by text`
        or six numbered lines. One field alone is no record but an answer.
    """
    found: dict[JobFact, str] = {}
    for piece in _BREAKS.split(text[:LONGEST]):
        field, words = _field_of(piece.strip())
        if field and words and field not in found:
            found[field] = " ".join(words.split())[:LONGEST_FIELD]
    return found if len(found) > 1 else {}


def approval_in(text: str) -> str | None:
    """`yes_in_writing`, `yes_spoken` or `no`; None where the words do not tell."""
    if _NO.search(text):
        return NO
    if _WRITTEN.search(text):
        return YES_IN_WRITING
    if _SPOKEN.search(text) or _YES.search(text):
        return YES_SPOKEN
    return None


def approval_words(text: str) -> str:
    """What was approved, when and how: the words behind a "yes"."""
    return _FIRST_YES.sub("", text).strip()


def is_recorded(case: Case) -> bool:
    """Whether anything of the job's record was noted."""
    return any(case.knows(fact) for fact in JobFact)


def noted(case: Case, fact: str) -> str:
    """A field in the owner's words; empty when it was left out."""
    value = case.text_fact(fact)
    return "" if value in ("skipped", "not_said", "not_sure") else value


def _field_of(piece: str) -> tuple[JobFact | None, str]:
    if labelled := _LABELLED.match(piece):
        named = (fact for fact in JobFact if labelled[fact])
        return next(named), labelled["text"]
    if numbered := _NUMBERED.match(piece):
        return list(JobFact)[int(numbered["number"]) - 1], numbered["text"]
    return None, ""
