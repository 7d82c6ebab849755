"""`parley doctor`: looks at everything that has to be right, and says what to do.

It asks the platforms who the tokens belong to and changes nothing. What is wrong with
the settings themselves is told by `parley check`, without a network.
"""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

import httpx

from assistant import __version__
from assistant.bootstrap import config_dir
from assistant.clock import Clock
from assistant.errors import StoreError
from assistant.settings import Settings, SlackSettings, TelegramSettings
from assistant.store.keys import find_key, has_data

_PATIENCE = 10.0  # seconds for an answer of a platform
_LEAST_DISK = 200 * 1024 * 1024  # bytes; a busy month with photos needs no more
_MOST_SKEW = timedelta(minutes=2)  # Slack refuses signatures older than five
_LIBRARIES = ("slack-bolt", "slack-sdk", "python-telegram-bot", "tinydb", "aiohttp")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; what is wrong says what to do."""

    is_well: bool
    text: str


def look(settings: Settings, clock: Clock, scopes: set[str]) -> Iterator[Finding]:
    """Everything, one after the other; what cannot be reached is a finding too.

    scopes: what the app of this version asks Slack for.
    """
    yield _versions()
    yield from _folder(settings)
    yield from _key(settings)
    with httpx.Client(timeout=_PATIENCE) as web:
        if settings.slack.bot_token:
            yield from _slack(settings.slack, web, clock.now(), scopes)
        if settings.telegram.bot_token:
            yield from _telegram(settings.telegram, web, clock.now())
    if not (settings.slack.bot_token or settings.telegram.bot_token):
        yield Finding(
            is_well=False,
            text="No platform is set up: set TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN "
            "and SLACK_APP_TOKEN; `parley run` says more.",
        )


def _versions() -> Finding:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    python = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        is_well=True, text=f"Parley {__version__} on Python {python}; {libraries}."
    )


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield Finding(
            is_well=False,
            text=f"{there} cannot be written: give your user the right to, or set "
            "PARLEY_DATA_DIR to another folder.",
        )
        return
    free = shutil.disk_usage(there).free
    if free < _LEAST_DISK:
        room = f"{free // 1024 // 1024} MB"
        yield Finding(
            is_well=False, text=f"Only {room} are free for {folder}: make room."
        )
    else:
        yield Finding(is_well=True, text=f"The data is kept in {folder}.")


def _key(settings: Settings) -> Iterator[Finding]:
    if not has_data(settings.data_dir):
        yield Finding(is_well=True, text="The key is made at the first start.")
        return
    try:
        found = find_key(
            settings.data_dir,
            config_dir(),
            text=settings.key,
            key_file=settings.key_file,
        )
    except StoreError as error:
        yield Finding(is_well=False, text=str(error))
        return
    if found.path is None:
        yield Finding(is_well=True, text="The key comes from PARLEY_KEY.")
    elif _others_may_read(found.path):
        yield Finding(
            is_well=False,
            text=f"Others on this computer may read the key: chmod 600 {found.path}",
        )
    else:
        yield Finding(is_well=True, text=f"The key is in {found.path}; keep a copy.")


def _others_may_read(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))


# -- Slack ---------------------------------------------------------------------------


def _slack(
    settings: SlackSettings, web: httpx.Client, now: datetime, scopes: set[str]
) -> Iterator[Finding]:
    answer = _asked_slack(settings, web, "auth.test", settings.bot_token)
    if isinstance(answer, Finding):
        yield answer
        return
    body = answer.json()
    if not body.get("ok"):
        yield Finding(is_well=False, text=_refused(str(body.get("error", ""))))
        return
    yield Finding(
        is_well=True, text=f"Slack: {body.get('user')} in {body.get('team')}."
    )
    yield from _skew(answer, now, "Slack")
    granted = set(answer.headers.get("x-oauth-scopes", "").replace(" ", "").split(","))
    missing = sorted(scopes - granted) if granted != {""} else []
    if missing:
        yield Finding(
            is_well=False,
            text=f"Slack: the app may not {', '.join(missing)}. Put the manifest of "
            "`parley slack manifest` into your app and install it again.",
        )
    if settings.app_token:
        yield _socket(settings, web)


def _socket(settings: SlackSettings, web: httpx.Client) -> Finding:
    method = "apps.connections.open"
    answer = _asked_slack(settings, web, method, settings.app_token)
    if isinstance(answer, Finding):
        return answer
    if answer.json().get("ok"):
        return Finding(is_well=True, text="Slack: Socket Mode can be opened.")
    return Finding(
        is_well=False,
        text="SLACK_APP_TOKEN: Slack does not take it for Socket Mode. Make an "
        "app-level token with connections:write, and switch Socket Mode on.",
    )


def _asked_slack(
    settings: SlackSettings, web: httpx.Client, method: str, token: str | None
) -> httpx.Response | Finding:
    head = {"Authorization": f"Bearer {token}"}
    return _asked(
        lambda: web.post(f"{settings.api_url.rstrip('/')}/{method}", headers=head),
        "Slack",
        "SLACK_API_URL",
    )


def _refused(error: str) -> str:
    if error in ("token_revoked", "account_inactive"):
        return "SLACK_BOT_TOKEN: it was revoked; install the app again and copy it."
    return f"SLACK_BOT_TOKEN: Slack does not take it ({error}); copy it again."


# -- Telegram ------------------------------------------------------------------------


def _telegram(
    settings: TelegramSettings, web: httpx.Client, now: datetime
) -> Iterator[Finding]:
    address = f"{settings.api_url.rstrip('/')}/bot{settings.bot_token}"
    answer = _asked(
        lambda: web.post(f"{address}/getMe"), "Telegram", "TELEGRAM_API_URL"
    )
    if isinstance(answer, Finding):
        yield answer
        return
    if answer.status_code in (401, 404):
        yield Finding(
            is_well=False,
            text="TELEGRAM_BOT_TOKEN: Telegram does not take it; ask @BotFather for "
            "/token and copy it again.",
        )
        return
    bot = answer.json().get("result", {})
    yield Finding(is_well=True, text=f"Telegram: the bot is @{bot.get('username')}.")
    yield from _skew(answer, now, "Telegram")
    if bot.get("can_read_all_group_messages"):
        yield Finding(
            is_well=False,
            text="Telegram: the bot reads everything in groups. Switch privacy mode "
            "on: /setprivacy with @BotFather.",
        )
    if settings.webhook_url and not settings.webhook_secret:
        yield Finding(
            is_well=False,
            text="TELEGRAM_WEBHOOK_SECRET: is missing; the webhook does not start "
            "without it. Write 1 to 256 letters, digits, _ or -.",
        )


# -- both ----------------------------------------------------------------------------


def _asked(
    ask: Callable[[], httpx.Response], name: str, setting: str
) -> httpx.Response | Finding:
    """The answer, or why there is none; never with the address: tokens are in it."""
    try:
        answer = ask()
        answer.json()
    except httpx.HTTPError as error:
        return Finding(
            is_well=False,
            text=f"{name} cannot be reached ({type(error).__name__}): is this computer "
            f"online, and is {setting} right if you set it?",
        )
    except ValueError:
        return Finding(
            is_well=False,
            text=f"{name} answered with something else: is {setting} right, or does "
            "a proxy stand in between?",
        )
    return answer


def _skew(answer: httpx.Response, now: datetime, name: str) -> Iterator[Finding]:
    """Whether this computer's clock goes as the platform's does."""
    told = answer.headers.get("date")
    if told and abs(parsedate_to_datetime(told) - now) > _MOST_SKEW:
        yield Finding(
            is_well=False,
            text=f"The clock of this computer differs from {name}'s by more than two "
            "minutes: let it be set by the network.",
        )
