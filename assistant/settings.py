"""The settings, read once from the environment and an optional `.env` file.

All mistakes are reported together, one line each: the name, what is wrong and what to
write instead. Values of secrets appear in no message and no repr.
"""

import difflib
import os
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from assistant.domain import currencies
from assistant.errors import SettingsError

NAMES = frozenset(
    "PARLEY_DATA_DIR PARLEY_KEY PARLEY_KEY_FILE PARLEY_STORE PARLEY_LOCALE "
    "PARLEY_TIMEZONE PARLEY_CURRENCY PARLEY_JURISDICTION PARLEY_TELEGRAM_OPEN "
    "PARLEY_CHANNEL_DETAIL PARLEY_HTTP_HOST PARLEY_HTTP_PORT SLACK_BOT_TOKEN "
    "SLACK_APP_TOKEN SLACK_SIGNING_SECRET SLACK_CLIENT_ID SLACK_CLIENT_SECRET "
    "SLACK_API_URL TELEGRAM_BOT_TOKEN TELEGRAM_API_URL TELEGRAM_WEBHOOK_URL "
    "TELEGRAM_WEBHOOK_SECRET".split()
)
TERMINAL = "local"  # the business that this computer's terminal talks for
DEFAULT_STORE = "tinydb"
DEFAULT_PORT = 8080
SLACK_API = "https://slack.com/api/"
TELEGRAM_API = "https://api.telegram.org"


class ChannelDetail(StrEnum):
    """What posts in a shared channel show."""

    BY_CHANNEL = "by_channel"  # all in private channels, no names or amounts in others
    FULL = "full"
    MINIMAL = "minimal"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack. app_token: Socket Mode; signing_secret: HTTP."""

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    api_url: str = SLACK_API


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach Telegram. is_open: every user is a business of their own."""

    bot_token: str | None = field(default=None, repr=False)
    api_url: str = TELEGRAM_API
    webhook_url: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is set from outside.

    data_dir: absolute; not created yet. store: `tinydb` or a postgresql:// address.
    locale, time_zone (IANA) and currency (ISO 4217) are guessed where not set;
    jurisdiction (place code) is not: None asks the owner.
    """

    data_dir: Path
    key: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    store: str = field(default=DEFAULT_STORE, repr=False)
    locale: str = "en"
    is_locale_guessed: bool = False
    time_zone: str = "UTC"
    currency: str = "USD"
    jurisdiction: str | None = None
    channel_detail: ChannelDetail = ChannelDetail.BY_CHANNEL
    http_host: str = "127.0.0.1"
    http_port: int = DEFAULT_PORT
    slack: SlackSettings = SlackSettings()
    telegram: TelegramSettings = TelegramSettings()


@dataclass(frozen=True, slots=True)
class Known:
    """What values may be; asked only when such a value is set.

    places: codes of the book of places; locales: codes such as `en_GB`.
    """

    places: Callable[[], Collection[str]]
    locales: Callable[[], Collection[str]]


def read_settings(
    env: Mapping[str, str], dotenv: Path | None, known: Known | None = None
) -> Settings:
    """The settings of an environment, its names winning over those of a `.env` file.

    dotenv: may be missing on disk. known: without it the shape of a locale and of a
    place is all that is checked. An empty value counts as not set.
    Raises SettingsError with every problem.
    """
    reader = _Reader(env, dotenv)
    reader.refuse_unknown_names()
    said_locale = reader.locale(known)
    locale = said_locale or guess_locale(env)
    place = reader.place(known)
    settings = Settings(
        data_dir=reader.data_dir(),
        key=reader.get("PARLEY_KEY"),
        key_file=reader.key_file(),
        store=reader.store(),
        locale=locale,
        is_locale_guessed=said_locale is None,
        time_zone=reader.time_zone() or guess_time_zone(env),
        currency=reader.currency() or guess_currency(place, locale),
        jurisdiction=place,
        channel_detail=reader.channel_detail(),
        http_host=reader.host(),
        http_port=reader.port(),
        slack=_slack(reader),
        telegram=_telegram(reader),
    )
    if reader.problems:
        raise SettingsError(reader.problems)
    return settings


def missing_for_platforms(settings: Settings) -> list[str]:
    """What a platform that is half set up still needs, one line each.

    Asked before connecting; the terminal chat needs none of it.
    """
    slack, found = settings.slack, []
    if slack.bot_token and not (slack.app_token or slack.signing_secret):
        found.append(
            "SLACK_APP_TOKEN: is missing; set it (xapp-...) for Socket Mode, "
            "or SLACK_SIGNING_SECRET for HTTP"
        )
    if slack.app_token and not slack.bot_token:
        found.append("SLACK_BOT_TOKEN: is missing; copy it (xoxb-...) from your app")
    if bool(slack.client_id) != bool(slack.client_secret):
        name = "SLACK_CLIENT_SECRET" if slack.client_id else "SLACK_CLIENT_ID"
        found.append(f"{name}: is missing; id and secret of the app go together")
    if settings.telegram.webhook_url and not settings.telegram.bot_token:
        found.append("TELEGRAM_BOT_TOKEN: is missing; ask @BotFather for it")
    if settings.telegram.webhook_url and not settings.telegram.webhook_secret:
        found.append(
            "TELEGRAM_WEBHOOK_SECRET: is missing; make one up from letters and digits, "
            "so that nobody else can send updates"
        )
    return found


def guess_locale(env: Mapping[str, str]) -> str:
    """The locale that the system is set to, such as `de_CH`; `en` if none is."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := re.match(r"([a-z]{2,3})(_[A-Z]{2})?(?=[.@]|$)", env.get(name, "")):
            return found[0]
    return "en"


def guess_time_zone(env: Mapping[str, str], etc: Path = Path("/etc")) -> str:
    """The IANA zone that the system is set to; `UTC` if it cannot be told."""
    guesses = [env.get("TZ", "").lstrip(":")]
    with suppress(OSError, UnicodeDecodeError):  # many systems have only the link
        guesses.append((etc / "timezone").read_text(encoding="utf-8").strip())
    guesses.append(os.path.realpath(etc / "localtime").rpartition("zoneinfo/")[2])
    return next((zone for zone in guesses if _is_zone(zone)), "UTC")


def guess_currency(place: str | None, locale: str) -> str:
    """The currency of the place's country, else of the locale's; USD in doubt."""
    language, _, territory = locale.replace("-", "_").partition("_")
    for country in ((place or "").partition("-")[0], territory[-2:], language):
        if found := currencies.of_country(country):
            return found
    return "USD"


def _slack(reader: "_Reader") -> SlackSettings:
    return SlackSettings(
        bot_token=reader.shaped(
            "SLACK_BOT_TOKEN",
            r"xoxb-\S+",
            "a bot token begins with xoxb- (OAuth & Permissions of your app)",
        ),
        app_token=reader.shaped(
            "SLACK_APP_TOKEN",
            r"xapp-\S+",
            "an app-level token begins with xapp- (Basic Information of your app)",
        ),
        signing_secret=reader.get("SLACK_SIGNING_SECRET"),
        client_id=reader.get("SLACK_CLIENT_ID"),
        client_secret=reader.get("SLACK_CLIENT_SECRET"),
        api_url=reader.url("SLACK_API_URL") or SLACK_API,
    )


def _telegram(reader: "_Reader") -> TelegramSettings:
    return TelegramSettings(
        bot_token=reader.shaped(
            "TELEGRAM_BOT_TOKEN",
            r"\d+:[A-Za-z0-9_-]+",
            "a token looks like 123456:ABC-DEF (from @BotFather)",
        ),
        api_url=reader.url("TELEGRAM_API_URL") or TELEGRAM_API,
        webhook_url=reader.url("TELEGRAM_WEBHOOK_URL"),
        webhook_secret=reader.shaped(
            "TELEGRAM_WEBHOOK_SECRET",
            r"[A-Za-z0-9_-]{1,256}",
            "write 1 to 256 letters, digits, _ or -",
        ),
        is_open=reader.yes_or_no("PARLEY_TELEGRAM_OPEN"),
    )


class _Reader:
    """Reads one name after the other and collects what is wrong in `problems`."""

    def __init__(self, env: Mapping[str, str], dotenv: Path | None) -> None:
        self.problems: list[str] = []
        self._origins: dict[str, str] = {}
        self._values = dict(self._from_file(dotenv)) if dotenv else {}
        for name, value in env.items():
            if value.strip():
                self._values[name] = value
                self._origins.pop(name, None)

    def get(self, name: str) -> str | None:
        """The value without white space around it; None if not set or empty."""
        return self._values.get(name, "").strip() or None

    def refuse(self, name: str, problem: str) -> None:
        """Remember that something is wrong with a name."""
        origin = self._origins.get(name, "")
        self.problems.append(f"{name}{origin}: {problem}")

    def refuse_unknown_names(self) -> None:
        """Names of ours that nobody reads are misspelt."""
        for name in sorted(self._values):
            if name.startswith("PARLEY_") and name not in NAMES:
                near = _nearest(name, NAMES, alike=0.8)
                self.refuse(name, f"is not a setting{near or '; remove it'}")

    def shaped(self, name: str, pattern: str, rule: str) -> str | None:
        """A secret of a known shape; the value itself is never shown."""
        value = self.get(name)
        if value and not re.fullmatch(pattern, value):
            self.refuse(name, f"has the wrong shape; {rule}")
            return None
        return value

    def url(self, name: str) -> str | None:
        """An http or https address."""
        value = self.get(name)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            valid = False
        if valid:
            return value
        self.refuse(name, "is not an address; write one that begins with https://")
        return None

    def yes_or_no(self, name: str) -> bool:
        """A switch, off by default."""
        value = (self.get(name) or "false").casefold()
        if value in ("true", "yes", "on", "1"):
            return True
        if value not in ("false", "no", "off", "0"):
            self.refuse(name, f"{value!r} is neither true nor false; write one of them")
        return False

    def data_dir(self) -> Path:
        """The folder for cases, absolute; it or its parent must be writable."""
        import platformdirs  # noqa: PLC0415 -- only where no folder is set

        name = "PARLEY_DATA_DIR"
        value = self.get(name) or platformdirs.user_data_dir("parley", appauthor=False)
        folder = _absolute(value)
        there = next(p for p in (folder, *folder.parents) if p.exists())
        if not there.is_dir():
            self.refuse(name, f"{there} is a file; choose a folder")
        elif not os.access(there, os.W_OK | os.X_OK):
            self.refuse(name, f"{there} is not writable; allow it or choose another")
        return folder

    def key_file(self) -> Path | None:
        """The file with the key; it must exist, so that no second key is made."""
        value = self.get("PARLEY_KEY_FILE")
        if value is None:
            return None
        if self.get("PARLEY_KEY"):
            self.refuse("PARLEY_KEY", "and PARLEY_KEY_FILE are both set; remove one")
        path = _absolute(value)
        if not (path.is_file() and os.access(path, os.R_OK)):
            self.refuse("PARLEY_KEY_FILE", f"{path} is not a file that can be read")
        return path

    def store(self) -> str:
        """`tinydb` or an address, which may hold a password."""
        value = self.get("PARLEY_STORE") or DEFAULT_STORE
        if value != DEFAULT_STORE and not value.startswith("postgresql://"):
            self.refuse("PARLEY_STORE", "write tinydb or postgresql://user@host/name")
        return value

    def time_zone(self) -> str | None:
        """An IANA zone."""
        value = self.get("PARLEY_TIMEZONE")
        if value is None or _is_zone(value):
            return value
        near = _nearest(value, available_timezones())
        advice = near or "; write one such as Europe/Berlin"
        self.refuse("PARLEY_TIMEZONE", f"{value!r} is not a time zone{advice}")
        return None

    def currency(self) -> str | None:
        """An ISO 4217 code."""
        value = self.get("PARLEY_CURRENCY")
        if value is None or value.upper() in currencies.CODES:
            return value and value.upper()
        meant = currencies.meant_by(value)
        near = _nearest(value, currencies.CODES)
        if len(meant) == 1:
            near = f"; did you mean {next(iter(meant))}?"
        advice = near or "; write a code such as EUR"
        self.refuse("PARLEY_CURRENCY", f"{value!r} is not a currency{advice}")
        return None

    def locale(self, known: Known | None) -> str | None:
        """A locale such as `de_CH`, with an underscore."""
        value = self.get("PARLEY_LOCALE")
        if value is None:
            return None
        code = value.partition(".")[0].replace("-", "_")
        choices = known.locales() if known else ()
        shaped = re.fullmatch(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|\d{3}))?", code)
        if code in choices or (shaped and not known):
            return code
        advice = _nearest(code, choices) or "; write one such as en_GB"
        self.refuse("PARLEY_LOCALE", f"{value!r} is not a locale{advice}")
        return None

    def place(self, known: Known | None) -> str | None:
        """A place code such as `US-CA`."""
        value = self.get("PARLEY_JURISDICTION")
        if value is None:
            return None
        code = value.upper()
        choices = known.places() if known else ()
        if code in choices or (
            known is None and re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", code)
        ):
            return code
        advice = _nearest(code, choices) or "; write a code such as US-CA or GB-EAW"
        self.refuse("PARLEY_JURISDICTION", f"{value!r} is not a known place{advice}")
        return None

    def channel_detail(self) -> ChannelDetail:
        """What shared channels show."""
        value = self.get("PARLEY_CHANNEL_DETAIL")
        if value is None:
            return ChannelDetail.BY_CHANNEL
        if value in (ChannelDetail.FULL, ChannelDetail.MINIMAL):
            return ChannelDetail(value)
        self.refuse("PARLEY_CHANNEL_DETAIL", f"{value!r}: write full or minimal")
        return ChannelDetail.MINIMAL

    def host(self) -> str:
        """Where the HTTP listener listens; this machine only by default."""
        value = self.get("PARLEY_HTTP_HOST") or "127.0.0.1"
        if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", value):
            self.refuse(
                "PARLEY_HTTP_HOST", f"{value!r}: write a name or address, no http://"
            )
        return value

    def port(self) -> int:
        """The port of the HTTP listener."""
        value = self.get("PARLEY_HTTP_PORT") or str(DEFAULT_PORT)
        if re.fullmatch(r"[0-9]{1,5}", value) and 1 <= int(value) <= 65535:
            return int(value)
        self.refuse(
            "PARLEY_HTTP_PORT",
            f"{value!r} is not a port; write a number from 1 to 65535",
        )
        return DEFAULT_PORT

    def _from_file(self, path: Path) -> dict[str, str]:
        """The names of a `.env` file; what cannot be read becomes a problem."""
        from dotenv.parser import parse_stream  # noqa: PLC0415 -- only with a file

        found: dict[str, str] = {}
        if not path.exists():
            return found
        try:
            with path.open(encoding="utf-8-sig") as file:
                bindings = list(parse_stream(file))
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(
                f"{path.name}: cannot be read ({error.__class__.__name__})"
            )
            return found
        for binding in bindings:
            where = f"{path.name}:{binding.original.line}"
            if binding.error:
                self.problems.append(f"{where}: is not NAME=value; correct this line")
            elif binding.key and binding.value:
                found[binding.key] = binding.value
                self._origins[binding.key] = f" ({where})"
        return found


def _absolute(path: str) -> Path:
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError:  # ~nobody, who has no home
        return Path(path).absolute()


def _is_zone(name: str) -> bool:
    if not name or name.startswith("/"):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _nearest(word: str, choices: Collection[str], *, alike: float = 0.6) -> str:
    """`; did you mean X?` for the choice that is spelt most alike, else nothing.

    alike: from 0 to 1, how much of the spelling has to agree.
    """
    plain = {choice.casefold(): choice for choice in sorted(choices)}
    for choice in sorted(choices):  # "Berlin" is the end of "Europe/Berlin"
        plain.setdefault(choice.rpartition("/")[2].casefold(), choice)
    wanted = word.casefold().replace(" ", "_")
    close = difflib.get_close_matches(wanted, plain, n=1, cutoff=alike)
    return f"; did you mean {plain[close[0]]}?" if close else ""
