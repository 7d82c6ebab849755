"""Slack's text format as a person reads it: mentions, links, local dates, emphasis."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta

from tests.fakes.slack.entities import unescaped
from tests.fakes.slack.model import Json, User
from tests.fakes.slack.state import World

CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
TOKEN = re.compile(r"<([^<>\n]+)>")
EMPHASIS = [
    re.compile(rf"(?<![\w{mark}]){re.escape(mark)}(?=\S)([^{mark}\n]+?)(?<=\S)"
               rf"{re.escape(mark)}(?![\w{mark}])")
    for mark in "*_~"
]  # fmt: skip
LENGTHS = {"date": "long", "date_short": "medium", "date_long": "full"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody's eyes: whose names, zone and language are used."""

    world: World
    user: User

    def mrkdwn(self, text: str) -> str:
        """Formatted text as it looks; code stays as it is."""
        parts, end = [], 0
        for code in CODE.finditer(text):
            parts.append(self._prose(text[end : code.start()]))
            parts.append(unescaped(code[1] or code[2]))
            end = code.end()
        return "".join([*parts, self._prose(text[end:])])

    def text(self, part: Json | str | None) -> str:
        """A text object; plain text is shown letter by letter."""
        if not part:
            return ""
        if isinstance(part, str):
            return part
        text = str(part.get("text", ""))
        return self.mrkdwn(text) if part.get("type") == "mrkdwn" else unescaped(text)

    def user_name(self, user_id: str, given: str = "") -> str:
        """`@Ann`; the id when nobody is known by it."""
        user = self.world.users.get(user_id)
        return f"@{user.real_name if user else given or user_id}"

    def channel_name(self, channel_id: str, given: str = "") -> str:
        """`#disputes`."""
        channel = self.world.channels.get(channel_id)
        return f"#{channel.name if channel else given or channel_id}"

    def instant(self, seconds: float, pattern: str, fallback: str = "") -> str:
        """A `<!date>` in the reader's zone and language."""
        locale = self.user.locale.replace("-", "_")
        at = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(self.user.tz))

        def shown(found: re.Match[str]) -> str:
            word = found[1]
            if word in ("time", "time_secs"):
                length = "short" if word == "time" else "medium"
                return str(format_time(at, length, locale=locale)).replace(
                    "\u202f", " "
                )
            if word == "ago":
                now = self.world.timeline.now()
                return str(
                    format_timedelta(at - now, add_direction=True, locale=locale)
                )
            return self._day(at, word, locale)

        known = r"\{(date\w*|time|time_secs|ago)\}"
        if not re.search(known, pattern):
            return fallback
        return re.sub(known, shown, pattern)

    def _day(self, at: datetime, word: str, locale: str) -> str:
        if word == "date_num":
            return f"{at:%Y-%m-%d}"
        if word == "date_slash":
            return f"{at:%m/%d/%Y}"
        base = word.removesuffix("_pretty")
        today = self.world.timeline.now().astimezone(at.tzinfo).date()
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        days = (at.date() - today).days
        if word.endswith("_pretty") and days in near:
            return near[days]
        return str(format_date(at, LENGTHS.get(base, "long"), locale=locale))

    def _prose(self, text: str) -> str:
        parts, end = [], 0
        for token in TOKEN.finditer(text):
            parts.append(_plain(text[end : token.start()]))
            parts.append(self._token(token[1]))
            end = token.end()
        parts.append(_plain(text[end:]))
        return unescaped("".join(parts))

    def _token(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            return self.user_name(target[1:], label)
        if target.startswith("#"):
            return self.channel_name(target[1:], label)
        if target.startswith("!date^"):
            _, seconds, pattern, *_ = [*target.split("^"), ""]
            try:
                return self.instant(float(seconds), pattern, label)
            except ValueError:
                return label
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        if target.startswith(("mailto:", "tel:")):
            return label or target.partition(":")[2]
        return f"{label} ({target})" if label and label != target else target


def _plain(text: str) -> str:
    for pattern in EMPHASIS:
        text = pattern.sub(r"\1", text)
    return text
