"""Who wrote forwarded words and when, remembered while something is asked."""

from collections.abc import Mapping
from datetime import datetime

from assistant.chat.events import Origin
from assistant.domain.calendar import local_day
from assistant.domain.typed import clean_line
from assistant.playbook.records import Written
from assistant.usecases.visit import Visit

ORIGIN = ("author", "written_at", "link")  # the names under which a draft keeps it
_LONGEST_NAME, _LONGEST_LINK = 200, 500


def as_draft(origin: Origin) -> dict[str, str]:
    """An origin as a conversation remembers it."""
    return {
        "author": clean_line(origin.author, _LONGEST_NAME),
        "written_at": origin.written_at.isoformat(),
        "link": clean_line(origin.link, _LONGEST_LINK),
    }


def written(visit: Visit, draft: Mapping[str, str]) -> Written | None:
    """The same for a case; None where the words were not forwarded."""
    if "written_at" not in draft:
        return None
    at = datetime.fromisoformat(draft["written_at"])
    day = local_day(at, visit.business.profile.time_zone)
    return Written(draft.get("author", ""), at, day, draft.get("link", ""))
