"""What this adapter has to remember between two starts, as notes in the notebook.

Each note belongs to a business where it can, so that it goes when that is erased.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.telegram import deeplinks
from adapters.telegram.asked import Asked
from adapters.telegram.deeplinks import Purpose
from adapters.telegram.inbound import PLATFORM
from adapters.telegram.targets import Sheet, Target, found, sheet_of
from assistant.post_office import PostOffice

# Keys of notes, up to what they are about.
_SHEET, _ASKED, _HOME = "sheet/", "asked/", "home/"
_LANGUAGE, _BLOCKED, _MOVED = "language/", "blocked/", "moved/"
_LINK, _CASE, _HALF, _TOLD = "link/", "case/", "half/", "told/"
_CONNECTION, _HEARD, _PROFILE = "connection/", "heard/", "profile/"
_OWNER, _CLAIM = "owner", "claim"

_BUTTONS_KNOWN_FOR = timedelta(days=60)  # older ones are answered as unknown
_HEARD_KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link that opens the chat leads to."""

    business_id: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A business account that the bot may listen to; chat_id: of its owner."""

    owner_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A customer's words in a connected account, until the owner says what to do."""

    author: str
    text: str
    written_at: datetime


class Memory:
    """The notes of this adapter. What writes returns when it is on disk."""

    def __init__(self, post_office: PostOffice) -> None:
        self._office = post_office
        self._notes = post_office.notes

    # -- buttons -------------------------------------------------------------------

    def keep_sheet(self, sheet: Sheet, sending_id: str, business_id: str) -> None:
        """Put away what the buttons of a message stand for, before it is sent."""
        if sheet.is_empty:
            return
        made = self._office.now().isoformat()
        note = {
            "made": made,
            "sending": sending_id,
            "rows": json.loads(sheet.as_note()),
        }
        self._put(f"{_SHEET}{sheet.key}", note, business_id)

    def target(self, token: str) -> Target | None:
        """What a button stands for; None when nobody knows it."""
        return found(token, self._rows)

    def sending_of(self, token: str) -> str:
        """Id of the message that a button came with; empty where nobody knows it."""
        note = self._read(f"{_SHEET}{sheet_of(token)}")
        return str(note["sending"]) if note else ""

    def tidy(self) -> None:
        """Forget old buttons, and words of customers that nobody asked for."""
        now = self._office.now()
        for prefix, kept_for in (
            (_SHEET, _BUTTONS_KNOWN_FOR),
            (_HEARD, _HEARD_KEPT_FOR),
        ):
            old = []
            for key in self._notes.keys(PLATFORM, prefix):
                note = self._read(key)
                if note and now - datetime.fromisoformat(note["made"]) > kept_for:
                    old.append(key)
            self._notes.drop(PLATFORM, *old)

    # -- the open question of a chat -------------------------------------------------

    def asked(self, chat_id: int) -> Asked | None:
        """The open question of a chat."""
        note = self._notes.get(PLATFORM, f"{_ASKED}{chat_id}")
        return Asked.from_note(note) if note else None

    def keep_asked(self, chat_id: int, asked: Asked | None, business_id: str) -> None:
        """Remember the open question of a chat; None: there is none any more."""
        key = f"{_ASKED}{chat_id}"
        if asked is None:
            self._notes.drop(PLATFORM, key)
        else:
            note = asked.as_note()
            self._notes.put(PLATFORM, key, note, business_id=business_id)

    # -- people and chats ------------------------------------------------------------

    def language(self, user_id: int, told: str) -> str:
        """The language of a person: what their app tells, else what it told last."""
        key = f"{_LANGUAGE}{user_id}"
        last = self._notes.get(PLATFORM, key) or ""
        return told or last

    def keep_language(self, user_id: int, told: str, business_id: str) -> None:
        """Remember what a person's app tells."""
        key = f"{_LANGUAGE}{user_id}"
        if told and self._notes.get(PLATFORM, key) != told:
            self._notes.put(PLATFORM, key, told, business_id=business_id)

    def is_blocked(self, chat_id: int) -> bool:
        """Whether a chat takes nothing from the bot."""
        return self._notes.get(PLATFORM, f"{_BLOCKED}{chat_id}") is not None

    def block(self, chat_id: int) -> None:
        """Somebody blocked the bot, or threw it out."""
        if not self.is_blocked(chat_id):
            self._notes.put(PLATFORM, f"{_BLOCKED}{chat_id}", "1")

    def unblock(self, chat_id: int) -> None:
        """Somebody let the bot in again."""
        if self.is_blocked(chat_id):
            self._notes.drop(PLATFORM, f"{_BLOCKED}{chat_id}")

    def home(self, business_id: str) -> int:
        """The private chat where a business is told things; 0 for none."""
        return int(self._notes.get(PLATFORM, f"{_HOME}{business_id}") or 0)

    def keep_home(self, business_id: str, chat_id: int) -> None:
        """The first private chat somebody of the business wrote from."""
        if not self.home(business_id):
            key = f"{_HOME}{business_id}"
            self._notes.put(PLATFORM, key, str(chat_id), business_id=business_id)

    def moved(self, chat_id: int) -> int:
        """The id a chat has now: a group may have become a supergroup."""
        return int(self._notes.get(PLATFORM, f"{_MOVED}{chat_id}") or chat_id)

    def move(self, old: int, new: int) -> None:
        """A chat has another id from now on."""
        if self.moved(old) != new:
            self._notes.put(PLATFORM, f"{_MOVED}{old}", str(new))

    # -- who owns the bot ------------------------------------------------------------

    def owner(self) -> int:
        """The account that claimed the bot; 0 while nobody has."""
        return int(self._notes.get(PLATFORM, _OWNER) or 0)

    def claim(self, user_id: int) -> None:
        """The bot belongs to this account; its link opens nothing any more."""
        self._notes.put(PLATFORM, _OWNER, str(user_id))
        self._notes.drop(PLATFORM, _CLAIM)

    def claim_link(self) -> deeplinks.DeepLink:
        """The link that makes whoever opens it first the owner; the same until then."""
        secret = self._notes.get(PLATFORM, _CLAIM)
        if secret:
            return deeplinks.DeepLink(Purpose.CLAIM, secret)
        link = deeplinks.new(Purpose.CLAIM)
        self._notes.put(PLATFORM, _CLAIM, link.secret)
        return link

    def is_claim(self, secret: str) -> bool:
        """Whether a link is the one that claims the bot."""
        kept = self._notes.get(PLATFORM, _CLAIM) or ""
        return bool(secret) and hmac.compare_digest(secret.encode(), kept.encode())

    # -- links to cases --------------------------------------------------------------

    def case_link(self, business_id: str, case_id: str) -> deeplinks.DeepLink:
        """The link that opens a case; the same every time."""
        key = f"{_CASE}{business_id}/{case_id}"
        secret = self._notes.get(PLATFORM, key)
        if secret:
            return deeplinks.DeepLink(Purpose.CASE, secret)
        link = deeplinks.new(Purpose.CASE)
        where = json.dumps([business_id, case_id])
        notes = {key: link.secret, f"{_LINK}{link.secret}": where}
        self._notes.put_many(PLATFORM, notes, business_id=business_id)
        return link

    def linked(self, secret: str) -> Linked | None:
        """What a link leads to; None for one that we never gave out."""
        note = self._read(f"{_LINK}{secret}")
        return Linked(*note) if note else None

    # -- sending ---------------------------------------------------------------------

    def made_of(self, sending_id: str) -> int:
        """How many calls of a message that waits to be sent were made already."""
        return int(self._notes.get(PLATFORM, f"{_HALF}{sending_id}") or 0)

    def keep_made(self, sending_id: str, count: int, business_id: str) -> None:
        """Remember how far a message got; 0: it is over."""
        key = f"{_HALF}{sending_id}"
        if count:
            self._notes.put(PLATFORM, key, str(count), business_id=business_id)
        elif self._notes.get(PLATFORM, key):
            self._notes.drop(PLATFORM, key)

    def is_told(self, sending_id: str) -> bool:
        """Whether a person knows that a message may not have arrived."""
        return self._notes.get(PLATFORM, f"{_TOLD}{sending_id}") is not None

    def keep_told(self, sending_ids: Sequence[str], business_id: str) -> None:
        """These were mentioned."""
        notes = dict.fromkeys((f"{_TOLD}{each}" for each in sending_ids), "1")
        self._notes.put_many(PLATFORM, notes, business_id=business_id)

    # -- business accounts -----------------------------------------------------------

    def connection(self, connection_id: str) -> Connection | None:
        """The account behind a connection; None when it is not, or no longer, open."""
        note = self._read(f"{_CONNECTION}{connection_id}")
        return Connection(*note) if note else None

    def connect(self, connection_id: str, to: Connection, business_id: str) -> None:
        """Listen to a business account."""
        key = f"{_CONNECTION}{connection_id}"
        self._put(key, [to.owner_id, to.chat_id], business_id)

    def disconnect(self, connection_id: str) -> None:
        """Listen to it no longer."""
        self._notes.drop(PLATFORM, f"{_CONNECTION}{connection_id}")

    def heard(self, key: str, business_id: str) -> Heard | None:
        """A customer's words that were kept under a key, for this business alone."""
        note = self._read(f"{_HEARD}{key}")
        if not note or note.get("business") != business_id:
            return None
        at = datetime.fromisoformat(note["written_at"])
        return Heard(note["author"], note["text"], at)

    def keep_heard(self, key: str, heard: Heard, business_id: str) -> None:
        """Keep a customer's words until the owner has decided."""
        note = {
            "made": self._office.now().isoformat(),
            "business": business_id,
            "author": heard.author,
            "text": heard.text,
            "written_at": heard.written_at.isoformat(),
        }
        self._put(f"{_HEARD}{key}", note, business_id)

    def drop_heard(self, *keys: str) -> None:
        """The owner decided, or the customer took the words back."""
        self._notes.drop(PLATFORM, *(f"{_HEARD}{key}" for key in keys))

    # -- the bot's face --------------------------------------------------------------

    def is_introduced(self, mark: str) -> bool:
        """Whether Telegram has a part of the bot's profile as it is now."""
        return self._notes.get(PLATFORM, f"{_PROFILE}{mark}") is not None

    def introduced(self, marks: Sequence[str]) -> None:
        """Telegram has these parts, and no others."""
        wanted = {f"{_PROFILE}{mark}" for mark in marks}
        known = set(self._notes.keys(PLATFORM, _PROFILE))
        self._notes.drop(PLATFORM, *sorted(known - wanted))
        self._notes.put_many(PLATFORM, dict.fromkeys(sorted(wanted - known), "1"))

    # -- notes -----------------------------------------------------------------------

    def _rows(self, key: str) -> str | None:
        note = self._read(f"{_SHEET}{key}")
        return json.dumps(note["rows"]) if note else None

    def _read(self, key: str) -> Any:
        note = self._notes.get(PLATFORM, key)
        return json.loads(note) if note else None

    def _put(self, key: str, note: Any, business_id: str) -> None:
        text = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
        self._notes.put(PLATFORM, key, text, business_id=business_id)
