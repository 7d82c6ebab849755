"""What holds on every way through the shipped playbooks: the order of things.

Some dozens of walks through each are taken once; each test looks at all of their steps.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from assistant.chat.replies import Paragraph, Table
from assistant.domain.assessment import Assessment, assessment_of, missing_proofs
from assistant.domain.case import Case
from assistant.domain.case_events import LetterDrafted
from assistant.domain.dispute import State, Track, state_of, track_of
from assistant.domain.letters import (
    FIRST_WORDS,
    PER_PAYMENT,
    SUBSTANTIVE,
    LetterKind,
)
from assistant.domain.resolution import OfferStatus
from assistant.domain.summary import WhoseTurn
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_all
from assistant.playbook.steps.base import Asked
from assistant.playbook.steps.evidence import GatherEvidence
from assistant.resources import playbooks_dir
from tests.playbook.walk import BEGINNINGS, LONGEST_WALK, Walk, answers_to, shown

PLAYBOOKS = load_all(playbooks_dir())
WALKS = 28

# Where an answer may lead a case. Going back, undoing and changing an earlier answer
# may lead anywhere before; they are not among the walks here.
S = State
_OVER = {S.AGREED, S.BACK_IN_COLLECTION}
_BEFORE = {S.GATHERING, S.ASSESSED, S.ANSWERED}
_WAYS_OUT = {S.MEDIATION, S.SMALL_CLAIMS, *_OVER}
MOVES: dict[State, set[State]] = {
    # Money accepted as settlement of everything ends a dispute wherever it stands.
    S.REPORTED: {S.ACKNOWLEDGED, S.WITHDRAWN, *_OVER},
    S.ACKNOWLEDGED: {
        *(S.AWAITING_SPECIFICS, S.SPECIFIED, *_OVER),
        S.GATHERING,  # trades: the record comes before the phone
    },
    S.AWAITING_SPECIFICS: {S.SPECIFIED, S.GATHERING, *_OVER},
    S.SPECIFIED: {S.GATHERING, *_OVER},
    S.GATHERING: {S.ASSESSED, *_OVER},
    S.ASSESSED: {S.ANSWERED, S.OFFER_OPEN, S.GATHERING, *_WAYS_OUT},  # judged afresh
    S.ANSWERED: {S.OFFER_OPEN, *_WAYS_OUT},
    S.OFFER_OPEN: {S.ANSWERED, S.MEDIATION, S.SMALL_CLAIMS, S.BACK_IN_COLLECTION},
    S.AGREED: {S.SETTLING, S.BACK_IN_COLLECTION},
    S.SETTLING: {S.BACK_IN_COLLECTION},
    # Let go from there: back to where it stood before, with or without an answer.
    S.MEDIATION: {S.SMALL_CLAIMS, *_BEFORE, *_OVER},
    S.SMALL_CLAIMS: {S.MEDIATION, *_BEFORE, *_OVER},
    S.BACK_IN_COLLECTION: {S.CLOSED, S.WITHDRAWN, S.WRITTEN_OFF},
    S.CLOSED: set(),
    S.WITHDRAWN: set(),
    S.WRITTEN_OFF: set(),
}
# What ends a dispute early. Some walks avoid it, so that they come as far as the fork.
_ENDS_EARLY = {
    *("only_late", "found", "short_paid", "accept", "no_money", "let_it_go", "collect"),
    *("agrees", "paid", "drops_it", "accept_theirs", "understood", "wants_lower_price"),
    *("withdraw", "in_writing", "1200"),
}
T = Track
_JUDGED = {T.ASSESSED, T.ANSWERED, T.CONCEDED, T.OFFERED, T.AGREED}


@dataclass(frozen=True)
class Stride:
    """One answer of a walk: the question, and the case before and after it."""

    walk: Walk
    asked: Asked
    before: Case
    after: Case
    said: str

    @property
    def step(self) -> str:
        """The id of the step that asked."""
        return self.asked.question.key.partition("@")[0]


def _walked(
    playbook: Playbook, seed: int, given: Counter[str], avoided: frozenset[str]
) -> Iterator[Stride]:
    """One walk to its end, with the answers that were given least often so far.

    given: how often each answer was given, over all walks; chance decides a draw.
    avoided: answers that are given only where no other one is taken.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    walk = Walk.begin(playbook, *BEGINNINGS[seed % len(BEGINNINGS)])
    asked = walk.settle()
    for _ in range(LONGEST_WALK):
        if asked is None:
            return
        before = walk.case
        offered = list(answers_to(asked))
        dice.shuffle(offered)
        step = asked.question.key.partition("@")[0]
        offered.sort(
            key=lambda one: (shown(one) in avoided, given[f"{step} {shown(one)}"])
        )
        for answer in offered:
            try:
                walk.answer(asked, answer)
            except InputError:
                continue
            given[f"{step} {shown(answer)}"] += 1
            break
        then = walk.settle()
        yield Stride(walk, asked, before, walk.case, walk.trail[-1])
        asked = then


@pytest.fixture(scope="module", params=sorted(PLAYBOOKS))
def strides(request: pytest.FixtureRequest) -> list[Stride]:
    """Every step of some dozens of walks through one playbook."""
    playbook = PLAYBOOKS[request.param]
    given = Counter[str]()
    found: list[Stride] = []
    for seed in range(WALKS):
        # Every other walk is pure chance: what is rare and what is usual both occur.
        so_far = given if seed % 2 else Counter()
        avoided = frozenset(_ENDS_EARLY if seed % 4 == 1 else ())
        found += _walked(playbook, seed, so_far, avoided)
    return found


def _drafted(strides: list[Stride], *kinds: LetterKind) -> list[tuple[Case, Stride]]:
    """The case in which each letter of these kinds was drafted."""
    found = []
    for stride in strides:
        new = stride.after.entries[len(stride.before.entries) :]
        events = [entry.event for entry in new]
        if any(isinstance(e, LetterDrafted) and e.letter in kinds for e in events):
            found.append((stride.after, stride))
    assert found, kinds
    return found


@pytest.mark.covers("F-C1", "S1-1", "S1-27", "S1-29", "K8")
def test_collection_is_on_hold_at_every_question_until_the_dispute_is_over(
    strides: list[Stride],
) -> None:
    over = {S.BACK_IN_COLLECTION, S.CLOSED, S.WITHDRAWN, S.WRITTEN_OFF}
    for stride in strides:
        assert stride.before.is_on_hold or state_of(stride.before) in over


@pytest.mark.covers("F-C4", "F-C13", "S1-6", "S1-7", "S1-11", "S1-18", "S1-21")
def test_no_letter_that_collects_is_drafted_while_the_objection_is_alive(
    strides: list[Stride],
) -> None:
    for case, stride in _drafted(strides, LetterKind.BACK_TO_COLLECTION):
        assert not case.contested_rows() or case.agreement, stride.walk.trail


@pytest.mark.covers("S0-7", "S0-28", "K3", "S1-3")
def test_a_written_first_word_comes_before_any_other_letter_on_the_matter(
    strides: list[Stride],
) -> None:
    about_money = {*PER_PAYMENT, LetterKind.BACK_TO_COLLECTION}
    for case, _ in _drafted(strides, *set(LetterKind) - about_money - {*FIRST_WORDS}):
        first = [case.letter(kind) for kind in FIRST_WORDS]
        assert any(letter is not None and not letter.is_open for letter in first)


@pytest.mark.covers("S0-11", "F-E1", "S3-3", "S3-5")
def test_no_substantive_letter_before_the_papers_are_there_or_waived_by_name(
    strides: list[Stride],
) -> None:
    evidence = strides[0].walk.playbook.step("evidence")
    assert isinstance(evidence, GatherEvidence)
    for case, stride in _drafted(strides, *SUBSTANTIVE):
        assert not case.evidence.missing(evidence.wanted(stride.walk.at.after(case)))
        assert all(waiver.by for waiver in case.evidence.waivers)


@pytest.mark.covers("S0-19", "S0-25", "F-F2", "F-F3", "X8")
def test_a_letter_follows_the_judgement_and_a_firm_one_the_proof_or_a_reason(
    strides: list[Stride],
) -> None:
    labels = {
        LetterKind.FIRM_ANSWER: {Assessment.NOT_VALID},
        LetterKind.CONCESSION: {Assessment.VALID},
        LetterKind.GOODWILL_OFFER: {Assessment.AMBIGUOUS},
    }
    for kind, wanted in labels.items():
        for case, _ in _drafted(strides, kind):
            rows = [row.id for row in case.contested_rows()]
            assert {assessment_of(case, row) for row in rows} == wanted
            if kind is LetterKind.FIRM_ANSWER:
                for row in rows:
                    proved = not missing_proofs(case, row)
                    assert proved or case.knows("assessment_override", row)


@pytest.mark.covers("K4", "K5", "S0-31", "S0-36", "F-G3", "F-G5")
def test_money_comes_last_for_ambiguous_lines_only_and_every_offer_ends(
    strides: list[Stride],
) -> None:
    asked = [stride for stride in strides if stride.step == "amount_off"]
    assert asked
    for stride in asked:
        labels = [
            assessment_of(stride.before, r.id) for r in stride.before.contested_rows()
        ]
        assert Assessment.AMBIGUOUS in labels
        assert stride.before.knows("explained")
    offers = [offer for stride in strides for offer in stride.after.offers]
    assert offers
    assert all(offer.expires_on >= offer.made_at.date() for offer in offers)


def asks_for_a_figure(stride: Stride) -> bool:
    """Whether the fork asks for a figure of the owner's, and shows no ways yet."""
    return stride.asked.question.prompt.key.startswith("fork.figure.")


@pytest.mark.covers("S0-37", "S1-25", "F-G11", "F-J1", "S2-22")
def test_the_fork_opens_after_two_exchanges_and_no_more_tries_after_three(
    strides: list[Stride],
) -> None:
    forks = [s for s in strides if s.step == "fork" and not asks_for_a_figure(s)]
    assert forks
    for stride in forks:
        ways = {option.id for option in stride.asked.question.options}
        assert stride.before.exchanges >= 2
        assert ways >= {"mediation", "small_claims", "letting_go"}
        assert ("one_more_try" in ways) is (stride.before.exchanges < 3)


@pytest.mark.covers("F-J9", "F-J10", "K16", "S2-26")
def test_every_fork_says_what_never_to_do_and_that_it_is_no_legal_advice(
    strides: list[Stride],
) -> None:
    for stride in strides:
        is_fork = stride.step in ("fork", "fork_now")
        if is_fork and not asks_for_a_figure(stride):
            keys = [p.text.key for p in stride.asked.above if isinstance(p, Paragraph)]
            assert {"fork.never", "fork.see_someone", "not_legal_advice"} <= set(keys)
            assert any(isinstance(part, Table) for part in stride.asked.above)


@pytest.mark.covers("S0-6", "F-K1", "F-P1", "S1-31")
def test_every_open_case_has_one_next_action_with_a_person_and_a_date(
    strides: list[Stride],
) -> None:
    for stride in strides:
        at = stride.walk.at.after(stride.after)
        action = engine.next_action(stride.walk.playbook, at)
        assert (action is None) is stride.after.is_closed
        if action:
            assert action.turn is not WhoseTurn.NONE
            assert stride.after.assigned_to


@pytest.mark.covers("F-P4", "S0-16")
def test_every_judgement_may_be_answered_with_not_sure(strides: list[Stride]) -> None:
    judged = {"reason", "specifics", "fell_short", "misunderstood", "approved"}
    judged |= {"delivered", "met_specification", "price_agreed", "calculation_right"}
    judged |= {"not_paid_twice", "clause_agreed", "customer_kind", "paid_already"}
    seen = set()
    for stride in strides:
        if stride.step in judged:
            seen.add(stride.step)
            ids = {option.id for option in stride.asked.question.options}
            assert "not_sure" in ids
        if stride.step in ("sub_reason", "root_cause"):
            ids = {option.id for option in stride.asked.question.options}
            assert "none_of_these" in ids
    assert {"reason", "fell_short", "approved"} <= seen


@pytest.mark.covers("F-J12", "S0-47", "F-M2", "F-D12")
def test_every_closed_case_tells_how_it_ended_what_was_kept_and_why(
    strides: list[Stride],
) -> None:
    ended = [stride.after for stride in strides if stride.after.is_closed]
    assert ended
    for case in ended:
        assert case.outcome is not None
        assert not case.is_on_hold
        assert case.outcome.kept.minor >= 0
        known = {"root_cause", "not_a_dispute"}
        assert any(case.knows(name) for name in known)


@pytest.mark.covers("F-L3", "F-R4")
def test_judgement_floors_and_doubts_are_asked_privately(strides: list[Stride]) -> None:
    private = {"fell_short", "misunderstood", "approved", "assessment", "amount_off"}
    private |= {"explained", "fork", "fork_now", "let_go_amount", "root_cause"}
    for stride in strides:
        if stride.step in private:
            assert stride.asked.question.is_private, stride.step


def test_an_answer_leads_a_case_only_along_the_table(strides: list[Stride]) -> None:
    for stride in strides:
        was, now = state_of(stride.before), state_of(stride.after)
        assert was is now or now in MOVES[was], (was, now, stride.said)


def test_a_line_is_settled_only_after_it_was_judged(strides: list[Stride]) -> None:
    for stride in strides:
        for row in stride.before.contested_rows():
            was, now = track_of(stride.before, row.id), track_of(stride.after, row.id)
            if now in _JUDGED and was not in _JUDGED:
                agreed = stride.after.agreement is not None
                assert agreed or assessment_of(stride.after, row.id), stride.said


def test_an_open_offer_is_never_left_behind_by_an_answer(strides: list[Stride]) -> None:
    against = {"objects", "counters", "agrees", "paid", "drops_it"}
    for stride in strides:
        said = stride.said.partition(": ")[2]
        if stride.step == "reply" and said in against and stride.before.offer:
            assert stride.after.offer is not None
            assert stride.after.offer.status is not OfferStatus.OPEN
