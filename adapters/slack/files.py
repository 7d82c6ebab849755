"""Papers that people give: fetched from Slack, looked at, handed on byte for byte.

Slack answers a download without the right to it with its sign-in page and status 200,
so what came is looked at before it is taken for a paper.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from adapters.pump import NotSentError, RefusedError
from adapters.slack.forms import FileRef, file_ref
from adapters.slack.looking import Actor
from adapters.slack.notes import Notes
from adapters.slack.tenants import Workspaces
from assistant.chat.events import ChatEvent, FileGiven, FilesGiven, Origin, Place
from assistant.errors import InputError

MOST_BYTES = 20 * 1024 * 1024  # of one file, as everywhere in Parley
_PAUSES = (0.5, 2.0)  # seconds before a download is tried again
_HEAD = 1024  # bytes in which a file says what it is
_WEB = ("<!doctype html", "<html")
# Endings of programs; what they are called is not what they do.
_PROGRAMS = frozenset(
    "app apk bat cmd com dll dmg exe hta jar js lnk msi ps1 scr sh vbs wsf".split()
)
_PAGES = frozenset(("htm", "html", "xhtml", "mht"))
# How files of these endings begin.
_BEGINNINGS = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8",),
    "jpeg": (b"\xff\xd8",),
    "gif": (b"GIF8",),
    "docx": (b"PK",),
    "xlsx": (b"PK",),
    "msg": (b"\xd0\xcf\x11\xe0",),
}
_EXECUTABLE = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Given:
    """Files of one message or form.

    id: of the delivery. caption: what was written beside them. origin: set where
    somebody else made them.
    """

    id: str
    files: tuple[FileRef, ...]
    caption: str = ""
    origin: Origin | None = None


class Files:
    """Fetches papers."""

    def __init__(self, workspaces: Workspaces, notes: Notes) -> None:
        self._workspaces, self._notes = workspaces, notes
        self._taking: dict[str, str] = {}  # who is writing down that it takes a file

    async def shared(
        self, team_id: str, file_id: str
    ) -> tuple[FileRef, dict[str, str]]:
        """A file by its id, and the threads that it was dropped into, by channel.

        Raises the troubles of a call.
        """
        said = await self._workspaces.call(team_id, "files.info", file=file_id)
        told = said.get("file") or {}
        places: dict[str, str] = {}
        for kind in (told.get("shares") or {}).values():
            for channel_id, shares in kind.items():
                for share in shares:
                    places[channel_id] = str(share.get("thread_ts") or "")
        return file_ref(told), places

    async def new(self, team_id: str, given: Given) -> tuple[FileRef, ...]:
        """Those that no other delivery brought: Slack tells of a file twice."""
        found = []
        for ref in given.files:
            key = f"file/{team_id}/{ref.id}"
            first = self._taking.setdefault(key, given.id)
            if self._notes.get(key).get("by", first) != given.id:
                continue
            await self._notes.put(key, {"by": given.id}, f"slack:{team_id}")
            found.append(ref)
        for ref in found:
            self._taking.pop(f"file/{team_id}/{ref.id}", None)
        return tuple(found)

    async def event(self, actor: Actor, place: Place, given: Given) -> ChatEvent:
        """What the core is told; a file that cannot be taken says why when opened."""
        files = []
        for number, ref in enumerate(given.files):
            opened = await self._opener(actor.team, ref)
            files.append(
                FileGiven(
                    f"{given.id}#{number}" if len(given.files) > 1 else given.id,
                    place,
                    actor.person,
                    name=ref.name,
                    media_type=ref.media_type,
                    size=ref.size,
                    open=opened,
                    caption="" if number else given.caption,
                    origin=given.origin,
                )
            )
        if len(files) == 1:
            return files[0]
        return FilesGiven(given.id, place, actor.person, given.id, tuple(files))

    async def _opener(self, team_id: str, ref: FileRef) -> Callable[[], BinaryIO]:
        try:
            content = await self._content(team_id, ref)
        except InputError as error:
            return _refusing(error)
        return lambda: BytesIO(content)

    async def _content(self, team_id: str, ref: FileRef) -> bytes:
        """The bytes; InputError with what the person can do instead."""
        if not ref.url:
            raise InputError("slack.file_elsewhere", name=ref.name)
        if ref.size > MOST_BYTES:
            raise _too_large(ref)
        _refuse_by_name(ref)
        media_type, content = await self._fetched(team_id, ref)
        if len(content) > MOST_BYTES:
            raise _too_large(ref)
        _refuse_by_bytes(ref, media_type, content)
        return content

    async def _fetched(self, team_id: str, ref: FileRef) -> tuple[str, bytes]:
        for pause in (*_PAUSES, None):
            try:
                token = await self._workspaces.token(team_id)
                return await self._workspaces.api.fetch(ref.url, token, MOST_BYTES)
            except RefusedError as error:
                _log.info("file %s: %s", ref.id, error)
                break
            except NotSentError as error:
                _log.info("file %s: %s", ref.id, error)
                if pause is not None:
                    await asyncio.sleep(pause)
        raise InputError("slack.file_unreachable", name=ref.name)


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _refuse_by_name(ref: FileRef) -> None:
    ending = ending_of(ref.name)
    if ending in _PROGRAMS:
        raise InputError("slack.file_program", name=ref.name)
    if ending in _PAGES or ref.media_type == "text/html":
        raise InputError("slack.file_page", name=ref.name)


def _refuse_by_bytes(ref: FileRef, media_type: str, content: bytes) -> None:
    head = content[:_HEAD]
    text = head.decode("utf-8", errors="ignore").lstrip("\ufeff \r\n\t").casefold()
    if media_type == "text/html" or text.startswith(_WEB):
        raise InputError("slack.file_login_page", name=ref.name)
    if head.startswith(_EXECUTABLE):
        raise InputError("slack.file_program", name=ref.name)
    expected = _BEGINNINGS.get(ending_of(ref.name))
    if expected and content and not any(mark in head for mark in expected):
        raise InputError("slack.file_not_what_it_says", name=ref.name)


def _too_large(ref: FileRef) -> InputError:
    limit = MOST_BYTES // (1024 * 1024)
    return InputError("slack.file_too_large", name=ref.name, limit=limit)


def _refusing(error: InputError) -> Callable[[], BinaryIO]:
    def refuse() -> BinaryIO:
        raise error

    return refuse
