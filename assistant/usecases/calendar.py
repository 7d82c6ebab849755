"""`calendar CASE`: the running dates of a case as a file for any calendar (F-K7)."""

from assistant.chat.commands import Command
from assistant.chat.replies import FileOut, phrase
from assistant.domain.case import Case
from assistant.playbook.deadlines import deadlines
from assistant.rendering.calendar_file import MEDIA_TYPE, Entry, as_calendar
from assistant.usecases.visit import Visit


def calendar(visit: Visit, case: Case, command: Command) -> None:
    """Every date that still runs: offer end, payment, court, the hold's review."""
    entries = case_dates(visit, case)
    if not entries:
        visit.tell("calendar.nothing", case=case.id)
        return
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in case.id)
    content = as_calendar(entries, visit.now)
    caption = phrase("calendar.caption", case=case.id, count=len(entries))
    visit.say(FileOut(f"{name}.ics", MEDIA_TYPE, content, caption))


def case_dates(visit: Visit, case: Case) -> list[Entry]:
    """The running deadlines of a case as entries; none for a closed case."""
    if case.is_closed:
        return []
    customer = case.customer.name or phrase("customer.unnamed")
    found: dict[str, Entry] = {}
    for due in deadlines(visit.playbook(case), visit.situation(case)):
        if due.is_done:
            continue
        uid = f"{case.business_id}.{case.id}.{due.kind}@parley"
        uid = f"{due.mark}.{uid}" if uid in found else uid
        title = phrase(
            "calendar.entry", deadline=phrase(f"deadline.{due.kind}"), customer=customer
        )
        note = visit.words(phrase("calendar.note", case=case.id))
        when = due.on or due.due_at
        found[uid] = Entry(uid, when, visit.words(title), note, len(case.entries))
    return list(found.values())
