"""Files a person gave: kept at once, and remembered while something is asked."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import BinaryIO

from assistant.chat.events import FileGiven
from assistant.domain.calendar import local_day
from assistant.domain.case import Case
from assistant.domain.evidence import EvidenceKind
from assistant.domain.typed import clean_line, in_one_line
from assistant.playbook.turn import Attached
from assistant.usecases.office import FILE_LIMIT
from assistant.usecases.visit import Visit

_DRAFT = "attached"
_ONE_HANDING_OVER = timedelta(seconds=5)
_LONGEST_NAME = 255  # characters of a file name, as on most disks
_LONGEST_CAPTION = 2_000  # Telegram allows 1,024 beside a file


def attached(
    visit: Visit, event: FileGiven, stream: BinaryIO, bundle: str = ""
) -> Attached:
    """Keep the bytes of a file; InputError if it is empty or too large.

    One that was forwarded comes from the customer and has their date. A photo is
    prepared for paper while nobody waits for it.
    """
    kept = visit.office.files.put(stream, FILE_LIMIT)
    visit.office.darkroom.came(kept.sha256, event.name, event.media_type)
    origin, zone = event.origin, visit.business.profile.time_zone
    return Attached(
        file_name(event.name),
        kept.sha256,
        kept.size,
        clean_line(event.media_type, _LONGEST_NAME),
        event.kind.strip().casefold().replace(" ", "_"),
        clean_line(event.caption, _LONGEST_CAPTION),
        bundle,
        local_day(origin.written_at, zone) if origin else None,
        "customer" if origin else "owner",
    )


def came_twice(visit: Visit, case: Case, file: Attached) -> bool:
    """Whether a platform handed over one file twice: as an event and with a message."""
    return any(
        item.sha256 == file.sha256
        and item.name == file.name
        and visit.now - item.added_at < _ONE_HANDING_OVER
        for item in case.evidence.items
    )


def kind_of(file: Attached) -> EvidenceKind:
    """Where nothing says what a file is: a picture is a photo."""
    is_photo = file.media_type.startswith("image/")
    return EvidenceKind.PHOTOS if is_photo else EvidenceKind.OTHER


def file_name(given: str) -> str:
    """The name without folders; a long one loses its middle, never its ending."""
    name = in_one_line(given).replace("\\", "/").rpartition("/")[2]
    ending = _LONGEST_NAME // 4
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - ending - 1]}…{name[-ending:]}"
    return name if name.strip(" .") else "file"


def as_draft(given: Attached) -> dict[str, str]:
    """Kept files as a conversation remembers them."""
    files = [{**asdict(file), "more": ()} for file in given.all]
    return {_DRAFT: json.dumps(files, default=date.isoformat)}


def from_draft(draft: Mapping[str, str]) -> Attached | None:
    """The same files again; None where there are none."""
    if _DRAFT not in draft:
        return None
    files = []
    for stored in json.loads(draft[_DRAFT]):
        dated = stored["dated_on"]
        day = date.fromisoformat(dated) if dated else None
        files.append(Attached(**{**stored, "dated_on": day, "more": ()}))
    return together(files)


def together(files: list[Attached]) -> Attached:
    """Several files as one answer: the first, with the others behind it."""
    first, *others = files
    return replace(first, more=tuple(others))
