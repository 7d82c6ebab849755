"""Walks through a playbook as owners might, to see where one can get and get stuck.

A walk answers question after question with what the question offers: each option, and
for typed answers a few samples of its kind. `explore` prefers answers given least so
far, so that a few hundred walks see every step and nearly every option.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from assistant.advice import fork
from assistant.advice.estimate.of_case import estimate_of
from assistant.advice.tender import advise
from assistant.chat import replies
from assistant.domain.basis import letter_basis
from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    CaseOpened,
    ChannelSwitched,
    EvidenceAdded,
    FactRecorded,
    HoldStarted,
    InvoiceDescribed,
    LetterDrafted,
    MoneyReported,
    Undone,
)
from assistant.domain.court import Court, Required, StepBefore
from assistant.domain.events.endings import active_entries
from assistant.domain.evidence import EvidenceKind
from assistant.domain.fork import Reckoner
from assistant.domain.habits import Habits
from assistant.domain.invoice import Line
from assistant.domain.money import Money
from assistant.domain.place_rules import Atlas, Cited, PlaceRules
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.definition import Playbook
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import Asked
from assistant.playbook.turn import Answer, Attached, Chosen, Turn, Typed

START = datetime(2026, 5, 7, 9, 0, tzinfo=UTC)
TOTAL = Money.of(1200, "EUR")
LINES = (
    Line("L1", "Design", Money.of(800, "EUR")),
    Line("L2", "Photos", Money.of(400, "EUR")),
)
OLD = START.date() - timedelta(days=500)
BEGINNINGS: tuple[tuple[CaseEvent, ...], ...] = (
    (),
    (InvoiceDescribed(TOTAL),),
    (InvoiceDescribed(TOTAL, LINES), ChannelSwitched("reminders", off=True)),
    (InvoiceDescribed(TOTAL, LINES, OLD), MoneyReported(Money.of(900, "EUR"), "all")),
)
"""What may be known of a case when the first question is asked."""
_READ = Cited("https://law.example", START.date(), "high")
PLACES = {
    place.place: place
    for place in (
        PlaceRules("GB-EAW", "England", True, True, on_cheques=_READ),
        PlaceRules(
            "US-TX",
            "Texas",
            is_bank_rule_known=True,
            repay_days=90,
            on_cheques=_READ,
            limitation_years=Decimal(4),
            on_limitation=_READ,
        ),
    )
}
"""A place where a cheque may be banked with a rejection, and one where it may not."""


def find_place(text: str) -> list[tuple[str, str]]:
    """Places by a part of their names."""
    return [(p.place, p.name) for p in PLACES.values() if text in p.name]


SWITCHED: tuple[CaseEvent, ...] = (
    InvoiceDescribed(TOTAL, LINES),
    FactRecorded("job_found", "a weak capacitor"),
    EvidenceAdded(EvidenceKind.CONTRACT, "the contract", "owner"),
)
"""The same of a case that was worked by another playbook before."""
MOST_BY_ITSELF = 50
LONGEST_WALK = 250

SAMPLES: dict[replies.Typed, tuple[str, ...]] = {
    replies.Typed.TEXT: (
        "Design 800; Photos 400",
        "Not what we agreed.",
        "1. no heat 2. pump stuck 3. yes, by text",
    ),
    replies.Typed.LINE: ("The third round", "Texas"),
    replies.Typed.AMOUNT: ("100", "1", "1200", "399.99", "0.01"),
    replies.Typed.DATE: ("2026-12-01", "2026-04-01"),
    replies.Typed.NUMBER: ("3",),
    replies.Typed.FILE: ("the signed offer",),
}


# A court with everything that a question can be about: a limit below the invoice's
# total that differs for individuals, an excess to waive, mediation, a step before.
COURT = Court(
    place="XX",
    name="Freedonia",
    forum="Small Claims Court",
    limit_known=True,
    limit=Money.of(1000, "EUR"),
    waiting_days=14,
    takes_disputed=True,
    fee="50",
    mediation="Mediation comes first.",
    who_may_file="Anybody.",
    confidence="high",
    as_of=START.date(),
    source="https://court.example",
    other_limit=Money.of(2000, "EUR"),
    may_waive=True,
    over_limit="The excess may be given up.",
    steps=(
        StepBefore(Required.YES, 14, "all claims", ("a letter",), "", "high", "x"),
        StepBefore(Required.CUSTOM, None, "some claims", (), "", "low", "y"),
    ),
)


@dataclass
class Walk:
    """One case on its way through a playbook.

    place: where the business is.
    Ann works on it and may give up to a limit; whoever answers for her may approve.
    trail: what was answered so far, `step: answer`, for telling how to get there.
    """

    playbook: Playbook
    case: Case
    now: datetime = START
    place: str = "GB-EAW"
    trail: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, playbook: Playbook, *more: CaseEvent) -> "Walk":
        """A case just opened and on hold, with more events if wanted."""
        walk = cls(playbook, Case.begin("D-7", "b"))
        opened = CaseOpened(playbook.name, "EUR", "INV-7")
        hold = HoldStarted(START.date() + timedelta(days=30), ("reminders", "calls"))
        walk.record((opened, hold, *more))
        return walk

    @property
    def at(self) -> Situation:
        """The case as a step sees it."""
        return Situation(
            case=self.case,
            now=self.now,
            profile=Profile(
                channels=("reminders", "calls"),
                place=self.place,
                approval_limit=Money.of(300, "EUR"),
            ),
            calendar=Calendar(),
            zone="Europe/Berlin",
            habits=Habits(),
            playbook=self.playbook.name,
            actor="Kim",
            approvers=("Kim",),
            court=COURT,
            reckoner=Reckoner(fork.reckon, fork.ladder, fork.compare),
            atlas=Atlas(find_place, PLACES.get),
            advise_tender=advise,
            neutral=estimate_of,
        )

    def record(self, events: Iterable[CaseEvent]) -> None:
        """Add events to the case, a minute later than the ones before."""
        self.now += timedelta(minutes=1)
        self.case = self.case.record(events, at=self.now, by="Ann", platform="test")

    def apply(self, turn: Turn) -> None:
        """What the service does with a turn: draft its letter, record its events."""
        drafted: tuple[CaseEvent, ...] = ()
        if turn.draft:
            basis = letter_basis(self.case)
            kind, form, about = turn.draft.kind, turn.draft.form, turn.draft.remittance
            drafted = (LetterDrafted(kind, form, "en", "Re", "Hi", basis, about),)
        if turn.events or drafted:
            self.record((*turn.events, *drafted))

    def settle(self) -> Asked | None:
        """Do what follows by itself, then ask; None when nothing is left to ask."""
        self.apply(engine.time_passed(self.at))
        for _ in range(MOST_BY_ITSELF):
            turn = engine.prepare(self.playbook, self.at)
            if turn == Turn():
                return engine.ask(self.playbook, self.at)
            self.apply(turn)
        raise AssertionError(f"goes on by itself without end after {self.trail}")

    def wander(self, most: int, seed: int) -> None:
        """Give up to so many answers at random, of those that are offered."""
        dice = random.Random(seed)  # noqa: S311 - no secret
        for _ in range(most):
            asked = self.settle()
            if asked is None:
                return
            try:
                self.answer(asked, dice.choice(list(answers_to(asked))))
            except InputError:
                continue

    def undo(self) -> None:
        """Take the last turn that counts back; InputError on the opening."""
        counted = active_entries(self.case.entries)
        if counted[-1].turn == 1:
            raise InputError("error.nothing_to_undo")
        self.record((Undone(counted[-1].turn),))

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    def answer(self, asked: Asked, answer: Answer) -> None:
        """Answer the question; InputError as the engine says."""
        key = asked.question.key
        self.apply(engine.advance(self.playbook, self.at, key, answer))
        self.trail.append(f"{key}: {shown(answer)}")


def shown(answer: Answer) -> str:
    """An answer in one word."""
    match answer:
        case Chosen(option=text) | Typed(text=text) | Attached(name=text):
            return text


def answers_to(asked: Asked) -> Iterator[Answer]:
    """Everything that a question offers."""
    for option in asked.question.options:
        yield Chosen(option.id)
    if asked.question.typed is not None:
        yield from map(Typed, SAMPLES[asked.question.typed])
    if asked.question.typed is replies.Typed.FILE:
        yield Attached("offer.pdf", "ab" * 32, 10, "application/pdf")


@dataclass
class Report:
    """What some walks saw.

    reached: ids of the steps that were asked, or acted.
    given: how often each `step: answer` was accepted.
    stuck: trails to a question of which every answer is refused.
    left_open: trails to where nothing is left to ask and the case is not closed.
    endless: trails that went on and on.
    closed: how many walks ended with a closed case.
    """

    reached: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    stuck: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    endless: list[str] = field(default_factory=list)
    closed: int = 0


def explore(playbook: Playbook, walks: int, seed: int = 1) -> Report:
    """Walk so many times, each time preferring what was tried least."""
    report, dice = Report(), random.Random(seed)  # noqa: S311 - no secret
    for number in range(walks):
        starts = (*BEGINNINGS, SWITCHED)
        walk = Walk.begin(playbook, *starts[number % len(starts)])
        walk.place = list(PLACES)[number // len(starts) % len(PLACES)]
        _explore_once(walk, report, dice)
    return report


def _explore_once(walk: Walk, report: Report, dice: random.Random) -> None:
    own: Counter[str] = Counter()
    for _ in range(LONGEST_WALK):
        asked = walk.settle()
        report.reached.update({f.partition("@")[0] for f in walk.case.facts})
        if asked is None:
            if walk.case.is_closed:
                report.closed += 1
            else:
                report.left_open.append(" > ".join(walk.trail))
            return
        step_id = asked.question.key.partition("@")[0]
        report.reached[step_id] += 1
        if not _answer_somehow(walk, asked, report, own, dice):
            report.stuck.append(" > ".join([*walk.trail, asked.question.key]))
            return
        grid_adds_up(walk.case)
    report.endless.append(" > ".join(walk.trail))


def _answer_somehow(
    walk: Walk, asked: Asked, report: Report, own: Counter[str], dice: random.Random
) -> bool:
    """Give the answer given least, first in this walk and then in all; False if none.

    Answers may leave a question open ("not yet"), and are then given less often.
    """
    step_id = asked.question.key.partition("@")[0]

    def seldom(answer: Answer) -> tuple[int, int, float]:
        name = f"{step_id}: {shown(answer)}"
        return (
            own[asked.question.key + shown(answer)],
            report.given[name],
            dice.random(),
        )

    for answer in sorted(answers_to(asked), key=seldom):
        try:
            walk.answer(asked, answer)
        except InputError:
            continue
        own[asked.question.key + shown(answer)] += 1
        report.given[f"{step_id}: {shown(answer)}"] += 1
        return True
    return False


def grid_adds_up(case: Case) -> None:
    """Fail when the claim grid does not hold what every paper relies on."""
    zero = Money.zero(case.grid.currency)
    for row in (*case.grid.rows, case.grid.sum):
        parts = row.paid + row.undisputed + row.disputed + row.credited
        assert parts + row.written_off == row.invoiced
        for name in ("paid", "undisputed", "disputed", "credited", "written_off"):
            assert getattr(row, name) >= zero, (name, row)
        assert zero <= row.conceded <= row.disputed
    total = case.invoice.total
    assert total is None or case.grid.sum.invoiced == total
