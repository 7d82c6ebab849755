"""The whole case as one archive: pack, letters, originals, data (F-N4).

Everything in it may be handed on: no note, no floor and no honest answer is inside, as
in the export. The same case makes the same bytes.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.case import Case
from assistant.domain.evidence import EvidenceItem
from assistant.domain.letters import Letter
from assistant.errors import StoreError
from assistant.usecases import export
from assistant.usecases.papers import file_name
from assistant.usecases.visit import Visit

MOST_BYTES = 40 * 1024 * 1024  # of originals; what chats take as one file
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP file knows


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP file, and the numbers of the papers that are not in it.

    lost: their files are gone. no_room: the archive would be too large.
    """

    content: bytes
    lost: tuple[int, ...] = ()
    no_room: tuple[int, ...] = ()


def made_archive(visit: Visit, case: Case, pack: bytes) -> Archive:
    """The archive of a case.

    pack: its pack for the court, as PDF.
    """
    parts = {
        f"{file_name(case.id)}.pdf": pack,
        "case.json": export.case_as_json(visit, case).encode(),
    }
    for number, letter in enumerate(case.letters, 1):
        parts[_letter_name(number, letter)] = _letter(letter)
    lost: list[int] = []
    no_room: list[int] = []
    room = MOST_BYTES
    for item in case.evidence.items:
        if item.sha256 is None:
            continue
        if (item.size or 0) > room:
            no_room.append(item.number)
            continue
        content = _original(visit, item)
        if content is None:
            lost.append(item.number)
            continue
        room -= len(content)
        parts[_original_name(item)] = content
    parts["SHA256SUMS.txt"] = "".join(_sums(parts)).encode()
    return Archive(_zipped(parts), tuple(lost), tuple(no_room))


def _letter_name(number: int, letter: Letter) -> str:
    state = "" if letter.sent_at else "-draft"
    return f"letters/{number:02}-{letter.id}-{letter.kind}{state}.txt"


def _letter(letter: Letter) -> bytes:
    return f"{letter.subject}\n\n{letter.body.strip()}\n".encode()


def _original_name(item: EvidenceItem) -> str:
    return f"originals/{item.number:02}-{file_name(item.name)}"


def _original(visit: Visit, item: EvidenceItem) -> bytes | None:
    """The file byte for byte; None where it is gone or has changed."""
    try:
        with visit.office.files.open(item.sha256 or "") as stream:
            return stream.read()
    except StoreError:
        return None


def _sums(parts: dict[str, bytes]) -> Iterator[str]:
    for name, content in sorted(parts.items()):
        yield f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items()):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return made.getvalue()
