"""Inside a case: answers, going back, why, undo, stopping, changed answers."""

from collections.abc import Sequence

from assistant.chat.matching import is_word, match_option
from assistant.chat.replies import (
    Item,
    Listing,
    Paragraph,
    Phrase,
    Question,
    Tone,
    phrase,
)
from assistant.chat.replies import (
    Typed as AnswerKind,
)
from assistant.domain.approval import approvers_of
from assistant.domain.basis import letter_basis
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    ApprovalAsked,
    FactRecorded,
    LetterDrafted,
    NoticeSeen,
    Undone,
)
from assistant.domain.dispute import state_of
from assistant.domain.events.endings import active_entries
from assistant.domain.facts import FactValue
from assistant.domain.typed import clean_text
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.records import statement_events
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.playbook.steps.base import answer_in_words
from assistant.playbook.turn import Answer, Chosen, Turn, Typed
from assistant.reading.messages import read_message
from assistant.usecases import proposing, tenders
from assistant.usecases.addressing import Address
from assistant.usecases.cards import next_line
from assistant.usecases.playbooks import KEY as PLAYBOOK
from assistant.usecases.playbooks import playbook_name
from assistant.usecases.visit import Visit

ANSWER_TEXT = "answer_text"
_WHOLE = ("all_of_it", "all_due", "all_disputed")  # options that "all" may mean
CONTROLS = ("back", "why", "undo", "stop", "not_sure", "none_of_these")


def control_word(visit: Visit, text: str) -> str | None:
    """Which control word was typed, in the person's language or in English."""
    if len(text) > 40:
        return None
    for name in CONTROLS:
        words = visit.words(phrase(f"control.{name}")).split(",")
        if is_word(text, [*words, name, name.replace("_", " ")]):
            return name
    return None


def choose(visit: Visit, case: Case, key: str, choice: str) -> None:
    """A button was pressed; an old one shows the present question instead."""
    case = visit.caught_up(case)
    if is_asked(visit, case, key):
        answer(visit, case, key, Chosen(choice))
    else:
        say_passed(visit, case)


def is_asked(visit: Visit, case: Case, key: str) -> bool:
    """Whether this is the question that the case asks now."""
    return not case.is_closed and key == _present_key(visit, case)


def say_passed(visit: Visit, case: Case) -> None:
    """An old button or form changes nothing: here is what is asked now."""
    visit.tell("question.passed", Tone.CAUTION)
    visit.show_question(case)


def type_into(visit: Visit, case: Case, key: str, text: str) -> None:
    """Something was typed at a question; an old one shows the present one instead."""
    case = visit.caught_up(case)
    if case.is_closed or key != _present_key(visit, case):
        visit.tell("question.passed", Tone.CAUTION)
        visit.show_question(case)
        return
    typed(visit, case, text)


def typed(visit: Visit, case: Case, text: str) -> None:
    """Something was typed: a control word, an option's label, or the answer itself."""
    case = visit.caught_up(case)
    control = control_word(visit, text)
    asked = engine.ask(visit.playbook(case), visit.situation(case))
    if asked is None:
        raise InputError("error.case_closed", case=case.id)
    options = {option.id for option in asked.question.options}
    match control:
        case "back":
            back(visit, case)
        case "why":
            why(visit, case)
        case "undo":
            undo(visit, case)
        case "stop":
            stop(visit, case)
        case "not_sure" | "none_of_these" if control in options:
            answer(visit, case, asked.question.key, Chosen(control))
        case "not_sure" if "not_said" in options:
            answer(visit, case, asked.question.key, Chosen("not_said"))
        case "not_sure" | "none_of_these":
            not_sure(visit, case)
        case _ if _is_their_words(visit, case, asked.question, text):
            words = clean_text(text, LONGEST_TEXT)
            words_came(visit, case, statement_events(words, case.statements))
        case _:
            said = _meant(visit, asked.question, text)
            answer(visit, case, asked.question.key, said)


def answer(visit: Visit, case: Case, key: str, said: Answer) -> None:
    """Record an answer, let follow what follows, and ask the next question."""
    playbook, before = visit.playbook(case), case
    here = engine.position(playbook, visit.situation(case))
    turn = engine.advance(playbook, visit.situation(case), key, said)
    with visit.alone(when=here is not None and here.step.private):
        case = visit.take(case, turn)
    if any(isinstance(event, ApprovalAsked) for event in turn.events):
        _call_approvers(visit, case)
    go_on(visit, before, case)


def _call_approvers(visit: Visit, case: Case) -> None:
    """Tell whoever may say yes that somebody waits for it, each alone (F-L2)."""
    asked, platform = case.approval, visit.event.place.platform
    if asked is None:
        return
    for name in approvers_of(visit.business):
        account = visit.business.account(name, platform)
        if account and account != visit.event.person.id:
            with visit.addressed(Address(case.id, person=account)):
                visit.tell(
                    "approval.to_decide",
                    Tone.CAUTION,
                    who=asked.asked_by,
                    case=case.id,
                    amount=asked.amount,
                    reason=asked.reason,
                )


def go_on(visit: Visit, before: Case, case: Case) -> None:
    """Let follow what follows; say what changed, what was read, and ask."""
    case = visit.proceed(case)
    if before.revisit is not None and case.revisit is None:
        say_changes(visit, before, case)
    _say_progress(visit, before, case)
    if case.is_closed:
        return
    is_new = len(case.statements) > len(before.statements)
    if is_new:
        case = tenders.notice_words(visit, case)
    if not (is_new and proposing.offer(visit, case)):
        visit.show_question(case)


def words_came(visit: Visit, case: Case, events: Sequence[CaseEvent]) -> None:
    """The customer wrote something; a question that waited for it moves on.

    events: the statement with its exhibits.
    """
    before, playbook = case, visit.playbook(case)
    visit.focus(case)
    case = visit.record(case, *events)
    visit.tell("reply.kept", Tone.GOOD, number=len(before.evidence.items) + 1)
    finding = read_message(case.statements[-1].text)
    asked = engine.ask(playbook, visit.situation(case))
    offered = {o.id for o in asked.question.options} if asked else set()
    proposal = proposing.propose(visit, case, finding)
    is_over = proposal.kind == "answered" and proposal.is_worth_asking
    if asked and "answered" in offered and not is_over:
        key, said = asked.question.key, Chosen("answered")
        case = visit.take(
            case, engine.advance(playbook, visit.situation(case), key, said)
        )
        if playbook.step(ANSWER_TEXT):  # it is here and need not be pasted again
            case = visit.record(
                case, FactRecorded(ANSWER_TEXT, case.statements[-1].text)
            )
    go_on(visit, before, case)


def back(visit: Visit, case: Case) -> None:
    """One question back; nothing that was answered is lost."""
    turn = engine.go_back(visit.playbook(case), visit.situation(case))
    visit.show_question(visit.take(case, turn))


def why(visit: Visit, case: Case) -> None:
    """Why the present question is asked."""
    asked = engine.ask(visit.playbook(case), visit.situation(case))
    if asked is None or asked.question.why is None:
        raise InputError("error.nothing_asked")
    visit.say(Paragraph(asked.question.why), asked.question)


def not_sure(visit: Visit, case: Case) -> None:
    """The question has no "not sure": it stays open and says how to find out."""
    visit.tell("question.not_sure")
    visit.show_question(case)


def stop(visit: Visit, case: Case) -> None:
    """Stop here; everything is kept and the case says how to come back."""
    visit.conversation = visit.conversation.about("")
    visit.tell("question.stopped", Tone.GOOD, case=case.id)
    line = next_line(visit, case)
    if line:
        visit.say(line)


def undo(visit: Visit, case: Case) -> None:
    """Take back the last action of a person; the opening itself cannot be undone.

    What was told stays told. What the clock did since goes with the action where it
    does not hold without it, as the end of an offer that was never made.
    """
    by_people = [
        entry.turn
        for entry in active_entries(case.entries)
        if not (entry.is_by_clock or isinstance(entry.event, LetterDrafted))
    ]
    last = by_people[-1] if by_people else 0
    visit.show_question(visit.proceed(taken_back(visit, case, last)))


def taken_back(visit: Visit, case: Case, last: int) -> Case:
    """The case without a turn; says what that was.

    Raises InputError for the opening, and where later turns rest on it.
    """
    if last <= 1:
        raise InputError("error.nothing_to_undo")
    active = active_entries(case.entries)
    done = [entry.event for entry in active if entry.turn == last]
    what = phrase(f"event.{done[0].kind}")
    try:
        case = visit.record(case, Undone(last))
    except InputError:
        since = {
            entry.turn
            for entry in active
            if entry.turn > last and not isinstance(entry.event, NoticeSeen)
        }
        case = visit.record(case, *map(Undone, sorted(since)), Undone(last))
    visit.tell("undo.done", Tone.GOOD, what=what)
    return case


def list_answers(visit: Visit, case: Case) -> None:
    """The answers so far, honest ones too: for one person; picking one asks again."""
    here = visit.situation(case)
    items = []
    for place in engine.answered(visit.playbook(case), here):
        asked = place.step.ask(here.about(place.subject))
        value = _answer_of(case, place)
        said = value if value is None else answer_in_words(here, place.step.id, value)
        detail = phrase("value", value=phrase("value.none") if said is None else said)
        command = f"update {case.id} {place.key}"
        items.append(Item(asked.question.prompt, detail, command))
    if items:
        named = phrase("value", value=playbook_name(visit.playbook(case).name))
        command = f"update {case.id} {PLAYBOOK}"
        items.append(Item(phrase("update.playbook"), named, command))
    title, empty = phrase("update.title", case=case.id), phrase("update.empty")
    with visit.alone():
        visit.say(Listing(title, tuple(items), empty))


def change_answer(visit: Visit, case: Case, name: str, value: str) -> None:
    """Ask an answered question again, or answer it at once with `value`.

    One that has not come up yet takes a typed value early.
    """
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    playbook, at = visit.playbook(case), visit.situation(case)
    if value and not case.knows(name):
        early = engine.answer_early(playbook, at, name, Typed(value))
        if early:
            go_on(visit, case, visit.take(case, Turn(early)))
            return
    case = visit.take(case, engine.revisit(playbook, at, name))
    if value:
        typed(visit, case, value)
    else:
        visit.show_question(case)


def say_changes(visit: Visit, before: Case, after: Case) -> None:
    """What else a changed answer changes: state, sums, judgement, drafts, next step."""
    items: list[Item[Phrase]] = []

    def changed(name: str, old: object, new: object) -> None:
        if old != new:
            detail = phrase("changed.from_to", old=old, new=new)
            items.append(Item(phrase(f"changed.{name}"), detail))

    changed(
        "state", phrase(f"state.{state_of(before)}"), phrase(f"state.{state_of(after)}")
    )
    changed("disputed", before.grid.sum.disputed, after.grid.sum.disputed)
    changed("due", before.grid.sum.due, after.grid.sum.due)
    items += [
        Item(phrase("changed.stale"), phrase(f"letter.kind.{letter.kind}"))
        for letter in after.letters
        if letter.is_open and letter.edited and letter.basis != letter_basis(after)
    ]
    nothing = phrase("changed.nothing")
    visit.say(Listing(phrase("changed.title"), tuple(items), nothing))


def _say_progress(visit: Visit, before: Case, after: Case) -> None:
    """The new state and the one next action, when the state changed."""
    if after.is_closed:
        outcome = after.outcome
        if outcome:
            kind = phrase(f"outcome.{outcome.kind}")
            visit.tell(
                "case.closed", Tone.GOOD, case=after.id, outcome=kind, kept=outcome.kept
            )
        return
    if state_of(before) != state_of(after):
        visit.tell("case.now", state=phrase(f"state.{state_of(after)}"))
        line = next_line(visit, after)
        if line:
            visit.say(line)


def _refuse_doubtful(
    question: Question[Phrase], text: str, labels: tuple[str, ...]
) -> None:
    """`1` beside options: the first of them, or one euro? Ask back."""
    if question.typed is AnswerKind.AMOUNT:
        raise InputError("error.number_or_choice", amount=text, options=labels)


def _present_key(visit: Visit, case: Case) -> str:
    here = engine.position(visit.playbook(case), visit.situation(case))
    return here.key if here else ""


def _is_their_words(
    visit: Visit, case: Case, question: Question[Phrase], text: str
) -> bool:
    """The customer's complaint, pasted at buttons before anybody asked for it."""
    labels = {option.id: visit.words(option.label) for option in question.options}
    is_beside = question.typed is None and not match_option(text, labels)
    return is_beside and not case.statements and proposing.is_complaint(text)


def _meant(visit: Visit, question: Question[Phrase], text: str) -> Answer:
    """An option's label where one fits, else the text itself."""
    labels = {option.id: visit.words(option.label) for option in question.options}
    picked = match_option(text, labels, loosely=question.typed is None)
    whole = [option for option in labels if option in _WHOLE]
    if not picked and len(whole) == 1:
        every = visit.words(phrase("word.all")).split(",")
        picked = whole[0] if is_word(text, every) else None
    if picked and question.typed and text.strip().isdecimal():
        _refuse_doubtful(question, text, tuple(labels.values()))
        picked = None  # a number typed where numbers are an answer is that number
    if picked:
        return Chosen(picked)
    if question.typed is None:
        raise InputError("error.choose_one_of", options=tuple(labels.values()))
    return Typed(text)


def _answer_of(case: Case, place: engine.Position) -> FactValue | None:
    for name in (place.step.id, *sorted(place.step.sets())):
        value = case.fact(name, place.subject)
        if value is not None:
            return value
    return None
