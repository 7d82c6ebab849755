"""Telling what became due: while time passes, on coming back, and once a day.

`sweep` looks only at the cases whose `wake_at` has come, whatever else there is. What a
case has to tell, and that it was told, is decided by `playbook.reminders`; here it is
put into words. The parts say: a sentence for each deadline, and below the case with its
buttons; a list where several cases have come at once, or after a time away.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.chat.events import Place
from assistant.chat.replies import (
    Item,
    Listing,
    Option,
    Paragraph,
    Phrase,
    Question,
    Tone,
    phrase,
)
from assistant.domain.business import Business
from assistant.domain.calendar import end_of_day, local_day, local_instant
from assistant.domain.case import Case
from assistant.domain.case_events import NoticeSeen
from assistant.domain.summary import CaseSummary
from assistant.errors import InputError, StoreError
from assistant.playbook import engine
from assistant.playbook import reminders as rules
from assistant.playbook.reminders import Ready, Stage, Telling
from assistant.usecases import nudging
from assistant.usecases.addressing import Address
from assistant.usecases.cards import reminder_card, review_card
from assistant.usecases.lists import PAGE, by_deadline, case_item
from assistant.usecases.office import Office
from assistant.usecases.sharing import other_homes
from assistant.usecases.visit import Visit

_log = logging.getLogger(__name__)

_MOST_CARDS = 3  # more cases at once are a list
_CALM = (Stage.AMBER, Stage.SOON, Stage.REVIEW)
_COUNTS = ("late", "soon", "lapsed", "rested", "review", "snoozed")  # in this order
_COUNTED_BY_ITSELF = {"offer.lapsed": "lapsed", "tone.rested": "rested"}
_COUNTED = {
    Stage.LATE: "late",
    Stage.STUCK: "late",
    Stage.DUE: "soon",
    Stage.SOON: "soon",
    Stage.AMBER: "soon",
    Stage.RED: "soon",
    Stage.REVIEW: "review",
}


@dataclass(frozen=True, slots=True)
class News:
    """What one case has to tell.

    happened: what is said of what happened by itself: an offer lapsed, a draft rested.
    """

    case: Case
    ready: Ready
    happened: tuple[Phrase, ...] = ()

    @property
    def counts(self) -> Iterator[str]:
        """What it adds to the sum of what happened: `late`, `soon`, `lapsed`..."""
        yield from (_COUNTED[telling.stage] for telling in self.ready.tellings)
        yield from (_COUNTED_BY_ITSELF[said.key] for said in self.happened)
        if self.ready.is_awake_again:
            yield "snoozed"

    @property
    def is_review(self) -> bool:
        """Whether it asks for a look at the hold."""
        return any(telling.stage is Stage.REVIEW for telling in self.ready.tellings)


def sweep(visit: Visit) -> None:
    """Time passed: tell what has become due since; silent when nothing has.

    What came while the program was off is one list. Nothing is told in quiet hours:
    it keeps.
    """
    if visit.is_quiet:
        return
    news = _news(visit)
    private = [each for each in news if visit.is_posted and each.case.is_private]
    shown = [each for each in news if each not in private]
    places = [visit.event.place, *_other_places(visit)]
    if shown and (visit.was_away or len(shown) > _MOST_CARDS):
        title = "catch_up.title" if visit.was_away else "reminders.title"
        for place in places:
            with visit.addressed(Address("", place=place)):
                _say_list(visit, shown, title)
    else:
        private = news
    for each in private:
        _say(visit, each, places)
    if digest_is_due(visit):
        told = {each.case.id for each in news}
        for place in places:
            _say_digest(visit, told, place)


def greet_back(visit: Visit) -> None:
    """On opening: what happened meanwhile, what is overdue, and "continue?".

    The person is there, so quiet hours do not matter.
    """
    news = _news(visit)
    open_cases = [s for s in by_deadline(visit) if not s.is_closed]
    if news:
        with visit.addressed(Address("")):
            _say_list(visit, news, "catch_up.title")
    if not open_cases:
        visit.tell("welcome.nothing_open")
        return
    visit.tell("welcome.back", count=len(open_cases))
    told = {each.case.id for each in news}
    if digest_is_due(visit):
        _say_digest(visit, told, visit.event.place)
    else:
        late = [s for s in open_cases if s.next_due_at and s.next_due_at < visit.now]
        _list(visit, [s for s in late if s.case_id not in told], "list.overdue")
    _offer_to_continue(visit, open_cases)


def digest_is_due(visit: Visit) -> bool:
    """Whether the list of this day is still to be told, and its hour has come."""
    has_open_case = bool(visit.office.cases.next_due(visit.business.id, 1))
    may_come = has_open_case or nudging.is_due(visit)
    return may_come and _digest_hour_came(visit.business, visit.now)


def businesses_due(office: Office) -> list[str]:
    """The businesses for which a sweep may have something to tell now, sorted.

    For adapters that serve many; loads no case.
    """
    now = office.clock.now()
    due = {summary.business_id for summary in office.cases.due_until(now)}
    for business_id in office.businesses.all_ids():
        if _digest_hour_came(office.business(business_id), now):
            due.add(business_id)
    return sorted(due)


def _digest_hour_came(business: Business, now: datetime) -> bool:
    hour, zone = business.profile.digest_hour, business.profile.time_zone
    today, told_on = local_day(now, zone), business.digest_on
    if hour is None or (told_on and told_on >= today):
        return False
    return now >= local_instant(today, hour, zone)


# -- looking -----------------------------------------------------------------------


def _news(visit: Visit) -> list[News]:
    """What the cases that have come have to tell, soonest first; all is recorded."""
    visit.is_by_clock = True
    due = visit.office.cases.due_until(visit.now)
    mine = [s.case_id for s in due if s.business_id == visit.business.id]
    found = [news for case_id in mine if (news := _looked(visit, case_id))]
    visit.is_by_clock = False
    return [news for news in found if any(news.counts)]


def _looked(visit: Visit, case_id: str) -> News | None:
    """Record what follows from the clock in one case.

    A lapsed offer is a turn of its own: it can be undone, what was told cannot.
    """
    case = _read(visit, case_id)
    happened: tuple[Phrase, ...] = ()
    if case is None:
        return None
    visit.changed[case_id] = case  # to be planned anew, whether it tells or not
    turn = engine.time_passed(visit.situation(case))
    if turn.events:
        case = visit.follow(case, turn)
        visit.turns.pop(case_id)
        happened = tuple(p.text for p in turn.say if isinstance(p, Paragraph))
    ready = rules.ready(visit.playbook(case), visit.situation(case))
    if ready.notices:
        seen = [NoticeSeen(notice) for notice in ready.notices]
        case = visit.record(case, *seen)
    return News(case, ready, happened)


def _read(visit: Visit, case_id: str) -> Case | None:
    """The case, or None: one that cannot be read must not silence the others.

    Its damage is told at the start and by `parley check --store`, not every minute.
    """
    try:
        return visit.load(case_id)
    except (InputError, StoreError) as error:
        _log.info("case %s was passed over: %s", case_id, error)
        return None


# -- saying ------------------------------------------------------------------------


def _other_places(visit: Visit) -> list[Place]:
    return other_homes(visit) if visit.is_posted else []


def _say(visit: Visit, news: News, places: list[Place]) -> None:
    draw = review_card if news.is_review else reminder_card
    for place in places:
        for address in _addresses(visit, news, place):
            with visit.addressed(address):
                for said, tone in _sentences(visit, news):
                    visit.say(Paragraph(said, tone))
                visit.say(draw(visit, news.case))


def _addresses(visit: Visit, news: News, place: Place) -> Iterator[Address]:
    """Who is told at a place: those who follow the case, and who steps in (F-K5)."""
    case = news.case
    to_all = Address(case.id, place=place)
    if case.is_private and visit.is_posted:
        told = case.people
    else:
        yield to_all
        is_stuck = any(each.stage is Stage.STUCK for each in news.ready.tellings)
        told = (visit.business.stand_in(case.assigned_to),) if is_stuck else ()
    for name in told:
        account = visit.business.account(name, place.platform)
        if account and (case.is_private or name != _reader(visit, place)):
            yield replace(to_all, person=account)


def _reader(visit: Visit, place: Place) -> str:
    """The name of whoever reads along at a home; empty if nobody is known."""
    member = visit.business.member(place.platform, place.id.rpartition("/")[2])
    return member.name if member else ""


def _say_list(visit: Visit, news: list[News], title: str) -> None:
    """One list of everything: what it comes to, then a line for each case."""
    counted = Counter(name for each in news for name in each.counts)
    counts = tuple(
        phrase(f"count.{name}", count=counted[name])
        for name in _COUNTS
        if counted[name]
    )
    items = []
    for each in news[:PAGE]:
        case = each.case
        sentences = [said for said, _ in _sentences(visit, each)]
        customer = case.customer.name or phrase("customer.unnamed")
        name = phrase("reminder.case", case=case.id, customer=customer)
        command = f"{'hold' if each.is_review else 'show'} {case.id}"
        items.append(Item(name, _together(visit, sentences), command))
    more = "list" if len(news) > PAGE else ""
    visit.say(Listing(Phrase(title, {"counts": counts}), tuple(items), more=more))


def _sentences(visit: Visit, news: News) -> Iterator[tuple[Phrase, Tone]]:
    for said in news.happened:
        yield said, Tone.CAUTION
    for telling in news.ready.tellings:
        tone = Tone.PLAIN if telling.stage in _CALM else Tone.CAUTION
        yield _sentence(visit, news.case, telling), tone
    if news.ready.is_awake_again:
        yield phrase("snooze.over", case=news.case.id), Tone.PLAIN


def _sentence(visit: Visit, case: Case, telling: Telling) -> Phrase:
    kind, due = telling.due.kind, telling.due
    values = {
        **visit.situation(case).values(),
        "deadline": phrase(f"deadline.{kind}"),
        "at": due.due_at,
        "left": due.due_at - visit.now,
        "days": (visit.now - case.hold.since).days if case.hold else 0,
        "person": visit.business.stand_in(case.assigned_to),
        "owner": case.assigned_to,
    }
    match telling.stage:
        case Stage.SOON | Stage.AMBER:
            return phrase(f"soon.{kind}|soon.any", **values)
        case Stage.RED:
            return phrase("soon.red", **values)
        case Stage.DUE:
            return phrase(f"today.{kind}|today.any", **values)
        case Stage.REVIEW:
            return phrase("hold.review", **values)
        case Stage.LATE:
            return phrase(f"late.{kind}|late.any", **values)
        case Stage.STUCK:
            return phrase("stuck.any", **values)


def _together(visit: Visit, sentences: list[Phrase]) -> Phrase:
    """Several sentences as the detail of one item."""
    if len(sentences) == 1:
        return sentences[0]
    return phrase("value", value=" ".join(visit.words(each) for each in sentences))


def _say_digest(visit: Visit, told: set[str], place: Place) -> None:
    """The day's list: what is late or due today, but for what was told just now.

    It is the same message whichever sweep tells it, so a crash repeats nothing.
    """
    zone = visit.business.profile.time_zone
    ends_at = end_of_day(visit.today, zone)
    visit.digest_on = visit.today
    reader = _reader(visit, place)
    due = [
        s
        for s in by_deadline(visit)
        if s.next_due_at
        and s.next_due_at <= ends_at
        and (not s.is_private or not visit.is_posted or reader in s.people)
    ]
    left = [s for s in due if s.case_id not in told and not _is_snoozed(visit, s)]
    with visit.addressed(Address("", place=place, name=f"digest/{visit.today}")):
        _list(visit, left, "digest.title")
    if nudging.is_due(visit):
        nudging.say(visit, place)


def _is_snoozed(visit: Visit, summary: CaseSummary) -> bool:
    case = _read(visit, summary.case_id)
    until = case.snoozed_until if case else None
    return until is not None and until > visit.now


def _list(visit: Visit, found: list[CaseSummary], title: str) -> None:
    if not found:
        return
    items = tuple(case_item(visit, summary) for summary in found[:PAGE])
    more = "list open 2" if len(found) > PAGE else ""
    visit.say(Listing(Phrase(title, {"count": len(found)}), items, more=more))


def _offer_to_continue(visit: Visit, open_cases: list[CaseSummary]) -> None:
    in_focus = visit.conversation.case_id
    ids = [summary.case_id for summary in open_cases]
    case_id = in_focus if in_focus in ids else ids[0]
    options = (
        Option("continue", phrase("welcome.continue", case=case_id), f"show {case_id}"),
        Option("list", phrase("button.list"), "list"),
        Option("open", phrase("button.open"), "open"),
    )
    prompt = phrase("welcome.continue_ask", case=case_id)
    visit.say(Question(key="welcome", prompt=prompt, options=options))
