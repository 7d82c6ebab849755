"""One case on several platforms: what happens on one is told on the others (F-O5)."""

from collections.abc import Iterator

from assistant.chat.events import Place, TimePassed
from assistant.chat.replies import FileOut, Paragraph, Part, Phrase, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import EvidenceAdded
from assistant.domain.dispute import state_of
from assistant.domain.evidence import EvidenceItem
from assistant.errors import CaseNotFoundError
from assistant.usecases.addressing import Address
from assistant.usecases.visit import Visit

_MOST_BYTES = 8 * 1024 * 1024  # a larger file is named, not sent along
_PLAIN_TYPE = "application/octet-stream"


def tell_others(visit: Visit) -> None:
    """Say on the business's other platforms what changed here; remember this one.

    What became due is told on all of them by `reminders`.
    """
    if visit.is_gone:
        return
    if not isinstance(visit.event, TimePassed):
        for there in other_homes(visit):
            for case in visit.changed.values():
                with visit.addressed(Address(case.id, place=there)):
                    visit.say(*_news(visit, case))
    _remember(visit)


def other_homes(visit: Visit) -> list[Place]:
    """Where the business is told things on its other platforms."""
    here = visit.event.place
    return [
        Place(platform, home, here.business)
        for platform, home in visit.business.homes.items()
        if platform != here.platform
    ]


def _remember(visit: Visit) -> None:
    """The first private place on a platform is where the business is told things."""
    here, homes = visit.event.place, visit.business.homes
    if not visit.business.member(here.platform, visit.event.person.id):
        return  # they have just left
    if here.is_private and here.id and here.platform not in homes:
        visit.change_business(homes={**homes, here.platform: here.id})


def _news(visit: Visit, case: Case) -> Iterator[Part[Phrase]]:
    """What this event did in a case, for those who look on: papers and the state."""
    known = _known(visit, case.id)
    count = len(known.entries) if known else 0
    arrived = [e for e in case.entries[count:] if isinstance(e.event, EvidenceAdded)]
    for item in case.evidence.items[-len(arrived) :] if arrived else ():
        yield from _paper(visit, case, item)
    state = state_of(case)
    if known is None or state_of(known) is not state:
        values = {"case": case.id, "who": visit.actor}
        said = phrase("shared.state", **values, state=phrase(f"state.{state}"))
        yield Paragraph(said)


def _paper(visit: Visit, case: Case, item: EvidenceItem) -> Iterator[Part[Phrase]]:
    values = {"case": case.id, "who": visit.actor, "name": item.name}
    said = phrase("shared.paper", **values)
    if item.sha256 is None or not item.size or item.size > _MOST_BYTES:
        yield Paragraph(said)
        return
    with visit.office.files.open(item.sha256) as stream:
        content = stream.read()
    yield FileOut(item.name, item.media_type or _PLAIN_TYPE, content, said)


def _known(visit: Visit, case_id: str) -> Case | None:
    """The case as it was before this event; None for a new one."""
    try:
        return visit.office.cases.load(visit.business.id, case_id)
    except CaseNotFoundError:
        return None
