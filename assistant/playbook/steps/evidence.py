"""Gather the documents, one kind at a time; what is missing is waived by name."""

import re
from itertools import chain

import msgspec

from assistant.chat.matching import NO, THAT_IS_ALL, YES, folded
from assistant.chat.replies import (
    Check,
    Checklist,
    Paragraph,
    Phrase,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.case_events import EvidenceAdded, EvidenceWaived
from assistant.domain.evidence import EvidenceKind
from assistant.domain.reasons import Reason
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.ask import LONGEST_LINE
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Attached, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

_NOTHING = NO | frozenset("none nothing nix rien nada niente niets".split())
# After `folded`, without apostrophes; at most `_SHORT` words, so that "E-mail: I do not
# have the keys, says Ana" stays the name of an e-mail.
_HAVE_NOT = re.compile(
    r"\b(dont|do not|havent|have not) (have|had|got)\b|\bhave (none|nothing|no)\b"
    r"|\bnot available\b|\bhaben? .*(nicht|kein|nichts)"
    r"|\b(lai|nai|nen ai|ai|avons) pas\b|\bno (lo |la |los |las )?(tengo|tenemos)\b"
    r"|\bnon (ce )?l?(ho|abbiamo)\b|\bnao (o |a )?(tenho|temos)\b"
    r"|\bheb(ben)? .*(niet|geen|niets)"
)
_SHORT = 6  # words


class GatherEvidence(StepBase, frozen=True, tag="evidence", tag_field="step"):
    """The evidence checklist: no substantive letter before it is done or waived.

    always: kinds wanted whatever the reason.
    by_reason: kinds wanted besides, by the reason of the dispute.
    """

    always: tuple[EvidenceKind, ...] = ()
    by_reason: dict[Reason, tuple[EvidenceKind, ...]] = msgspec.field(
        default_factory=dict
    )

    @property
    def can_revisit(self) -> bool:
        """What was sent, gathered or switched is changed by its own commands."""
        return False

    def sets(self) -> frozenset[str]:
        """No fact; evidence is kept as evidence."""
        return frozenset()

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        offered = ("do_not_have", "go_on_without")
        own = needed(self.id, offered, ("title", "waived"), Typed.FILE)
        kinds = dict.fromkeys((*self.always, *chain(*self.by_reason.values())))
        return (*own, *(f"evidence.kind.{kind}" for kind in kinds))

    def wanted(self, at: Situation) -> tuple[EvidenceKind, ...]:
        """What this kind of dispute calls for, each kind once."""
        reason = at.case.text_fact("reason")
        more = self.by_reason.get(Reason(reason), ()) if reason in set(Reason) else ()
        return tuple(dict.fromkeys((*self.always, *more)))

    def is_done(self, at: Situation) -> bool:
        """Whether nothing wanted is missing."""
        return not at.case.evidence.missing(self.wanted(at))

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The checklist, and the first missing kind as the question."""
        missing = at.case.evidence.missing(self.wanted(at))[0]
        options = (
            option(at, self.id, "do_not_have", kind=kind_name(missing)),
            option(at, self.id, "go_on_without"),
        )
        asked = question(at, self, options, Typed.FILE, kind=kind_name(missing))
        return Asked(asked, (self._checklist(at),))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """A file, the name of a paper, or a gap accepted by name."""
        missing = at.case.evidence.missing(self.wanted(at))
        if not missing:
            raise InputError("error.nothing_missing")
        match answer:
            case Attached():
                return Turn(tuple(evidence_added(f, missing[0]) for f in answer.all))
            case TypedAnswer(text):
                return self._named(at, missing, clean_line(text, LONGEST_LINE))
            case Chosen("do_not_have"):
                return self._waived(at, missing[:1], "not available")
            case Chosen("go_on_without"):
                return self._waived(at, missing, "goes on without it")
            case _:
                raise InputError("error.choose_one")

    def _named(
        self, at: Situation, missing: tuple[EvidenceKind, ...], name: str
    ) -> Turn:
        """A paper by its name; yes, no or "that's all" is an answer, not a name."""
        kind, said = missing[0], folded(name).replace("'", "")
        is_short = len(said.split()) <= _SHORT
        if said in _NOTHING or (is_short and _HAVE_NOT.search(said)):
            return self._waived(at, (kind,), "not available")
        if said in THAT_IS_ALL:
            return self._waived(at, missing, "goes on without it")
        if not name or said in YES:
            raise InputError("error.name_the_paper", kind=kind_name(kind))
        return Turn((EvidenceAdded(kind, name, "owner"),))

    def _waived(
        self, at: Situation, kinds: tuple[EvidenceKind, ...], reason: str
    ) -> Turn:
        events = tuple(EvidenceWaived(kind, reason, at.actor) for kind in kinds)
        names = tuple(kind_name(kind) for kind in kinds)
        said = words(at, self.id, "waived", kinds=names)
        return Turn(events, (Paragraph(said, Tone.CAUTION),))

    def _checklist(self, at: Situation) -> Checklist[Phrase]:
        evidence = at.case.evidence
        checks = tuple(
            Check(
                kind_name(kind),
                evidence.has(kind),
                phrase("evidence.waived") if evidence.is_waived(kind) else None,
            )
            for kind in self.wanted(at)
        )
        return Checklist(words(at, self.id, "title"), checks)


def kind_name(kind: EvidenceKind) -> Phrase:
    """What a kind of document is called."""
    return phrase(f"evidence.kind.{kind}")


def evidence_added(file: Attached, fallback: EvidenceKind) -> EvidenceAdded:
    """The event of a file that was given; its own kind wins over the one asked for."""
    named = file.kind in set(EvidenceKind)
    return EvidenceAdded(
        EvidenceKind(file.kind) if named else fallback,
        file.name,
        file.source,
        file.sha256,
        file.size,
        file.media_type,
        file.dated_on,
        proves=file.caption,
        bundle=file.bundle,
    )
