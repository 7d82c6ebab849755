"""One event being handled: what is loaded, recorded and said because of it.

A visit keeps every event of one action in one turn of the case, saves once, and
collects the parts of the answer. Use cases are functions over a visit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from assistant.advice.estimate.of_case import estimate_of
from assistant.advice.tender import advise
from assistant.chat.conversation import Conversation
from assistant.chat.events import ChatEvent, TimePassed
from assistant.chat.matching import match_option
from assistant.chat.replies import (
    Audience,
    Message,
    Option,
    Paragraph,
    Part,
    Phrase,
    Tone,
    is_private,
    phrase,
)
from assistant.domain.approval import approvers_of
from assistant.domain.business import Business
from assistant.domain.calendar import local_day
from assistant.domain.case import CLOCK, Case, CaseEvent
from assistant.domain.case_events import NoticeSeen
from assistant.domain.summary import CaseSummary
from assistant.errors import (
    AlreadyHandledError,
    CaseNotFoundError,
    InputError,
    StoreError,
)
from assistant.playbook import engine
from assistant.playbook.definition import Playbook
from assistant.playbook.situation import Situation
from assistant.playbook.turn import Turn
from assistant.store.port import Outgoing
from assistant.usecases import drafting
from assistant.usecases.addressing import Address
from assistant.usecases.drawer import Drawer
from assistant.usecases.office import Office
from assistant.usecases.pictures import shown
from assistant.usecases.summing import summary_of

_BY_ITSELF = "Parley"  # who did what happened because time passed
_MOST_STEPS = (
    50  # things that follow by themselves; more is a playbook going in circles
)


@dataclass(slots=True)
class Visit:
    """The state of handling one event.

    before: where the conversation stood when the event came.
    is_posted: whether what is said goes through the outbox, kept with what changed.
    said: the answer so far, and whom each part is for.
    address: whom the next part is for.
    was_away: whether this is the first event of the business since the start.
    turns: per case id, the turn that this event's changes belong to.
    changed: cases to save at the end.
    is_by_clock: whether what is recorded happened because time passed.
    digest_on: the local day whose list is told by this visit.
    asides: per case id, the angry draft that rests from now on; empty to delete it.
    is_gone: whether everything of the business was erased by this event.
    """

    office: Office
    event: ChatEvent
    business: Business
    conversation: Conversation
    now: datetime
    before: Conversation = field(init=False)
    was_away: bool = False
    is_posted: bool = False
    said: list[tuple[Address, Part[Phrase]]] = field(default_factory=list)
    address: Address = field(default_factory=Address)
    turns: dict[str, int] = field(default_factory=dict)
    changed: dict[str, Case] = field(default_factory=dict)
    is_by_clock: bool = False
    digest_on: date | None = None
    asides: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False
    _known: Situation | None = None
    _known_of: Business | None = None

    def __post_init__(self) -> None:
        self.before = self.conversation

    # -- saying -----------------------------------------------------------------

    def say(self, *parts: Part[Phrase]) -> None:
        """Add parts to the answer."""
        self.said.extend((self.address, part) for part in parts)

    @contextmanager
    def addressed(self, address: Address) -> Iterator[None]:
        """What is said meanwhile is for somebody else, or about another case."""
        before, self.address = self.address, address
        try:
            yield
        finally:
            self.address = before

    @contextmanager
    def alone(self, *, when: bool = True) -> Iterator[None]:
        """What is said meanwhile is for the person alone, wherever they talk."""
        with self.addressed(self.privately if when else self.address):
            yield

    def messages(self) -> tuple[Message, ...]:
        """What was said, put into words: a message for each run to one address."""
        return tuple(message for _, message in self._named_messages())

    def _named_messages(self) -> Iterator[tuple[str, Message]]:
        """The messages, each with the name that it is known by."""
        language = self.business.profile.language
        for to, run in groupby(self.said, key=self._destination):
            yield (
                to.name or self.event.delivery_id,
                Message(
                    to.place or self.event.place,
                    language,
                    tuple(shown for _, part in run for shown in self._shown(part)),
                    Audience.PERSON if to.person else Audience.PLACE,
                    to.case_id or "",
                    to.person,
                ),
            )

    def _shown(self, part: Part[Phrase]) -> Iterator[Part[str]]:
        return shown(
            part,
            self.words,
            self.business.profile.language,
            self.today,
            pictures=self.event.place.shows_pictures,
        )

    def _destination(self, said: tuple[Address, Part[Phrase]]) -> Address:
        """Where a part goes: what is private, never in front of others."""
        address, part = said
        person = address.person
        if not person and not (address.place or self.event.place).is_private:
            is_alone = is_private(part) or self._is_among_few()
            person = self.event.person.id if is_alone else ""
        in_focus = address.case_id is None
        case_id = self.conversation.case_id if in_focus else address.case_id
        return replace(address, case_id=case_id, person=person)

    def tell(self, key: str, tone: Tone = Tone.PLAIN, /, **values: object) -> None:
        """Add a paragraph."""
        self.say(Paragraph(phrase(key, **values), tone))

    def words(self, said: Phrase) -> str:
        """A phrase in the owner's language."""
        profile = self.business.profile
        return self.office.phrases.say(
            said, language=profile.language, zone=profile.time_zone
        )

    def picked(self, options: Sequence[Option[Phrase]], text: str) -> str:
        """The id of the option that was pressed or typed; InputError if it is none."""
        labels = {option.id: self.words(option.label) for option in options}
        found = text if text in labels else match_option(text, labels)
        if found is None:
            raise InputError("error.choose_one_of", options=tuple(labels.values()))
        return found

    def case_here(self) -> Case:
        """The case that this conversation is about; InputError without one."""
        if not self.conversation.case_id:
            raise InputError("error.no_case_here")
        return self.load(self.conversation.case_id)

    # -- cases ------------------------------------------------------------------

    def summaries(self) -> list[CaseSummary]:
        """The cases of the business that whoever acts may see."""
        found = self.office.cases.summaries(self.business.id)
        return [summary for summary in found if self.may_see(summary)]

    def may_see(self, case: CaseSummary | Case) -> bool:
        """Whether a case is open to whoever acts; the clock sees them all."""
        is_clock = isinstance(self.event, TimePassed)
        is_open = not case.is_private or is_clock or not self.is_posted
        return is_open or self.actor in case.people

    @property
    def actor(self) -> str:
        """Who acts: their name, or how they sign where only an account is known."""
        person, platform = self.event.person, self.event.place.platform
        member = self.business.member(platform, person.id)
        if member is not None:
            return member.name
        is_account = person.name == person.id
        return (is_account and self.business.profile.sign_off) or person.name

    @property
    def today(self) -> date:
        """The date where the business is."""
        return local_day(self.now, self.business.profile.time_zone)

    @property
    def is_quiet(self) -> bool:
        """Whether it is a time at which nothing is told unasked."""
        profile = self.business.profile
        return profile.quiet_hours.cover(self.now, profile.time_zone)

    def change_business(self, **changes: object) -> None:
        """Keep changed fields of the business; what it never said stays unsaid."""
        said = self.office.as_said(self.business.id)
        self.office.businesses.save(replace(said, **changes))  # type: ignore[arg-type]
        self.business = self._business_again()

    def join(self, business: Business, platform: str, home: str) -> None:
        """Keep another business that this account belongs to from now on."""
        homes = {platform: home, **business.homes}
        self.office.businesses.save(replace(business, homes=homes))
        self.conversation = self.conversation.about("")

    def start_anew(self, *, is_business_gone: bool) -> None:
        """After erasing: nothing of what was loaded may be saved again."""
        self.changed.clear()
        self.turns.clear()
        self.is_gone = is_business_gone
        self.conversation = self.conversation.about("")
        if is_business_gone:
            self.business = self._business_again()

    def _business_again(self) -> Business:
        """The business as it is kept now, in the language of who talks."""
        return self.office.business(self.business.id, self.event.person.language)

    def load(self, case_id: str) -> Case:
        """A case of this business; InputError if there is none of that name.

        Raises AlreadyHandledError if this very delivery is in its file: a platform
        delivers again, or the program died before it could say that it was done.
        """
        if case_id in self.changed:
            return self.changed[case_id]
        try:
            case = self.office.cases.load(self.business.id, case_id)
        except CaseNotFoundError as error:
            raise InputError("error.case_not_found", case=case_id) from error
        if not self.may_see(case):
            raise InputError("error.case_not_found", case=case_id)
        delivery = self.event.delivery_id
        if delivery and any(entry.delivery_id == delivery for entry in case.entries):
            raise AlreadyHandledError(case_id)
        return case

    def playbook(self, case: Case) -> Playbook:
        """The playbook the case follows."""
        return self.office.playbook(case.playbook)

    def situation(self, case: Case) -> Situation:
        """The case at this moment, for the engine; worked out once for each state."""
        aside = self._aside(case)
        known, is_same = self._known, self._known_of is self.business
        if known and is_same and known.case is case and known.aside == aside:
            return known
        self._known, self._known_of = self._situation(case, aside), self.business
        return self._known

    def _situation(self, case: Case, aside: str) -> Situation:
        profile = self.business.profile
        return Situation(
            case=case,
            now=self.now,
            profile=profile,
            calendar=self.office.calendar_of(profile.place),
            zone=profile.time_zone,
            habits=self.office.habits_of(profile.language),
            playbook=self.playbook(case).name,
            actor=self.actor,
            stand_in=self.business.stand_in(case.assigned_to),
            court=self.office.court_of(
                profile.place,
                case.customer.kind or "",
                case.text_fact("own_form") or profile.legal_form,
            ),
            approvers=approvers_of(self.business),
            reckoner=self.office.reckoner,
            tone_of=self.office.tone_of,
            aside=aside,
            atlas=self.office.atlas,
            advise_tender=advise,
            neutral=estimate_of,
        )

    def record(self, case: Case, *events: CaseEvent) -> Case:
        """The case with these events, in the one turn of this visit."""
        grown = self.grown(case, *events)
        self.turns.setdefault(case.id, case.next_turn)
        self.changed[case.id] = grown
        return grown

    def grown(self, case: Case, *events: CaseEvent) -> Case:
        """The same without keeping it: what the case would be."""
        return case.record(
            events,
            at=self.now,
            by=_BY_ITSELF if self.is_by_clock else self.actor,
            platform=CLOCK if self.is_by_clock else self.event.place.platform,
            delivery_id="" if self.is_by_clock else self.event.delivery_id,
            turn=self.turns.get(case.id, case.next_turn),
        )

    def adopt(self, case: Case) -> None:
        """Keep a case that was begun in this visit."""
        self.turns[case.id] = case.next_turn - 1
        self.changed[case.id] = case

    def begin_turn(self, case: Case) -> None:
        """What this visit records from here on can be undone by itself."""
        self.turns[case.id] = case.next_turn

    def take(self, case: Case, turn: Turn) -> Case:
        """Record a turn of the engine, say what it says, draft what it asks for."""
        self.say(*turn.say)
        case = self.follow(case, turn)
        if turn.draft:
            here = self.situation(case)
            letter = drafting.drafted(self.office, here, turn.draft)
            case = self.record(case, letter)
            for name, note in drafting.notes(self.office, here, letter):
                case = self.once(case, name, note)
        return case

    def follow(self, case: Case, turn: Turn) -> Case:
        """Record a turn of the engine, without a word."""
        if turn.aside is not None:
            self.asides[case.id] = turn.aside
        return self.record(case, *turn.events) if turn.events else case

    def proceed(self, case: Case) -> Case:
        """Let happen what follows by itself, up to the next question."""
        for _ in range(_MOST_STEPS):
            turn = engine.prepare(self.playbook(case), self.situation(case))
            if turn == Turn():
                return case
            case = self.take(case, turn)
        raise RuntimeError(f"{case.playbook} does not come to rest in {case.id}")

    def caught_up(self, case: Case) -> Case:
        """The case at a question that can be asked.

        A newer playbook may have put something before it that happens by itself.
        """
        if engine.can_ask(self.playbook(case), self.situation(case)):
            return case
        return self.proceed(case)

    def once(self, case: Case, notice: str, part: Part[Phrase]) -> Case:
        """Say something once per case."""
        if notice in case.seen_notices:
            return case
        self.say(part)
        return self.record(case, NoticeSeen(notice))

    def show_question(self, case: Case) -> None:
        """The next question with what stands above it; nothing for a closed case."""
        asked = engine.ask(self.playbook(case), self.situation(case))
        if asked is None:
            key = "case.is_closed" if case.is_closed else "case.nothing_left"
            self.tell(key, case=case.id)
            return
        with self.alone(when=asked.question.is_private):
            self.say(*asked.above, asked.question)

    @property
    def privately(self) -> Address:
        """For the person acting alone: what belongs to honest judgement (F-R4)."""
        place = self.address.place or self.event.place
        person = "" if place.is_private else self.event.person.id
        return replace(self.address, person=self.address.person or person)

    def refuse_if_repeated(self) -> None:
        """AlreadyHandledError if this delivery changed the conversation before."""
        if self.event.delivery_id and self.before.delivery == self.event.delivery_id:
            raise AlreadyHandledError(self.before.case_id)

    def show_again(self, case_id: str) -> None:
        """The open question of a case in which this event did its work before."""
        case = self.office.cases.load(self.business.id, case_id)
        self.show_question(case)

    def return_to(self, case_id: str, kept: str) -> None:
        """Have the conversation where a crash kept it from going.

        case_id: the case in which this event did its work.
        kept: key of the question beside the playbook that a case is enough to ask.
        """
        event, here = self.event, self.conversation
        left = self.office.post.left_at(event.place, event.person.id, event.delivery_id)
        case_id, asked = left or (case_id, "")
        if here.case_id != case_id:
            here = here.about(case_id)
        if asked == kept and here.asking != kept:
            here = here.asks(kept)
        if here is not self.conversation:
            self.conversation = here
            self.office.businesses.save_conversation(here)

    def focus(self, case: Case) -> None:
        """Plain text belongs to this case from now on."""
        self.conversation = self.conversation.about(case.id)

    def plan_anew(self) -> None:
        """Save every open case with its dates worked out again: a setting moved."""
        for summary in self.office.cases.summaries(self.business.id):
            if not summary.is_closed:
                with suppress(StoreError):  # a damaged case must not keep them back
                    case = self.load(summary.case_id)
                    self.changed.setdefault(case.id, case)

    def finish(self) -> None:
        """Save what changed: cases first, then where the conversation stands.

        All cases are kept in one step, with what is said. After a crash, what follows
        is done again; nothing is said again, as messages are known by their ids.
        """
        for case_id, text in self.asides.items():
            if text:
                self._drawer.put(case_id, text)
        outgoing = self._outgoing()
        if self.changed:
            cases = [(case, self.summary(case)) for case in self.changed.values()]
            self.office.cases.save_all(cases, outgoing)
        else:
            self.office.post.put(outgoing)
        self._tidy_drawer()
        if self.digest_on:
            self.office.digest_told(self.business.id, self.digest_on)
        if self.conversation != self.before and not self.is_gone:
            changed = replace(self.conversation, delivery=self.event.delivery_id)
            self.office.businesses.save_conversation(changed)

    def summary(self, case: Case) -> CaseSummary:
        """The case in one line, for lists."""
        return summary_of(self.playbook(case), self.situation(case))

    @property
    def _drawer(self) -> Drawer:
        return Drawer(self.office.post.notes, self.business.id)

    def _aside(self, case: Case) -> str:
        """The angry draft of a case, as long as it rests."""
        if case.cooling is None:
            return ""
        return self.asides.get(case.id) or self._drawer.get(case.id)

    def _tidy_drawer(self) -> None:
        """Delete the drafts that rest no more; one that was left by a crash, too."""
        for case in self.changed.values():
            if case.cooling is None or self.asides.get(case.id) == "":
                self._drawer.shred(case.id)

    def _is_among_few(self) -> bool:
        """Whether the case in focus is a private one."""
        case_id = self.conversation.case_id
        if not case_id:
            return False
        if case_id in self.changed:
            return self.changed[case_id].is_private
        found = self.office.cases.find(self.business.id, case_id, 1)
        return any(s.is_private and s.case_id == case_id for s in found)

    def _outgoing(self) -> list[Outgoing]:
        """What is said, for the outbox; nothing where it is shown at once."""
        if not self.is_posted:
            return []
        return self.office.post.prepared(self._named_messages())
