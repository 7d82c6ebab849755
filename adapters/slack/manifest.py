"""The app's manifest: what Slack is told of Parley when the app is created.

Least rights: every scope and event has its reason beside it, the reasons are printed
with the manifest, and `docs/slack.md` lists the same scopes. Two ways to be reached:
Socket Mode, which needs no address, and HTTP. Two layers are by choice: Slack's agent
surface, without which everything works, and reading along in threads.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

COMMAND = "/dispute"
OPEN_ANYWHERE, OPEN_FROM_MESSAGE = "open_dispute", "open_from_message"
EVENTS_PATH, REDIRECT_PATH = "/slack/events", "/slack/oauth_redirect"

SCOPES = {
    "app_mentions:read": "answers when it is called by name, also inside a thread, "
    "where Slack has no slash commands",
    "channels:read": "sees whether a public channel is shared with another company, "
    "and then asks before it posts there; and which guests are in it",
    "chat:write": "posts the case and what is said in its thread",
    "commands": "offers /dispute and the two shortcuts",
    "files:read": "takes papers that you drop into a case's thread",
    "files:write": "hands you letters and packs as files",
    "groups:read": "sees whether a channel is private, where names and amounts may "
    "be shown, and who is in it",
    "im:history": "reads what you write to it in direct messages",
    "im:write": "opens the direct messages in which private questions are asked",
    "users:read": "knows your name, language and time zone",
}
AGENT_SCOPES = {
    "assistant:write": "shows suggestions and that it is working, on plans that have "
    "Slack's agent surface",
}
THREAD_SCOPES = {
    "channels:history": "takes what is typed in a case's thread in a public channel as "
    "the answer, without being called by name",
    "groups:history": "the same in a private channel",
}
EVENTS = {
    "app_home_opened": "shows your cases when you open its Home tab",
    "app_mention": "answers when it is called by name",
    "app_uninstalled": "deletes its token, and the workspace's data when they are due",
    "channel_id_changed": "keeps a case's thread when Slack renames its channel",
    "file_shared": "takes papers that are dropped where it is",
    "message.im": "reads what you write to it in direct messages",
    "tokens_revoked": "deletes a token that was taken back",
}
THREAD_EVENTS = {
    "message.channels": "takes answers typed in a case's thread",
    "message.groups": "the same in a private channel",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner decides before the app is created.

    url: where Slack reaches Parley over HTTPS; empty for Socket Mode.
    has_agent: whether it also shows up on Slack's agent surface.
    reads_threads: whether it takes what is typed in a case's thread without being
        called by name. Slack then delivers every message of the channels it is in;
        those outside its threads are dropped unread.
    rotates_tokens: whether tokens expire and are renewed, for installs by OAuth only.
    """

    url: str = ""
    has_agent: bool = True
    reads_threads: bool = False
    rotates_tokens: bool = False

    @property
    def scopes(self) -> dict[str, str]:
        """The bot's scopes with their reasons, in alphabetical order."""
        agent = AGENT_SCOPES if self.has_agent else {}
        threads = THREAD_SCOPES if self.reads_threads else {}
        return dict(sorted((SCOPES | agent | threads).items()))

    @property
    def events(self) -> dict[str, str]:
        """The events with their reasons, in alphabetical order."""
        threads = THREAD_EVENTS if self.reads_threads else {}
        return dict(sorted((EVENTS | threads).items()))


def manifest(say: Callable[..., str], choices: Choices) -> dict[str, Any]:
    """The manifest as Slack's schema (version 2) has it."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": say("slack.title"),
            "description": say("slack.app_description"),
            "long_description": say("slack.app_long_description"),
            "background_color": "#1f4e5f",
        },
        "features": _features(say, choices),
        "oauth_config": _oauth(choices),
        "settings": _settings(choices),
    }


def as_yaml(made: Mapping[str, Any], choices: Choices) -> str:
    """YAML, with the reason beside each scope and event."""
    import yaml  # noqa: PLC0415  only printing needs it

    text = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=1_000)
    lines = []
    for line in text.splitlines():
        name = line.strip().removeprefix("- ")
        reason = (choices.scopes | choices.events).get(name, "")
        lines.append(f"{line}  # {reason}" if reason else line)
    return "\n".join(lines)


def as_json(made: Mapping[str, Any]) -> str:
    """JSON, which has no room for reasons."""
    return json.dumps(made, indent=2, ensure_ascii=False)


def _features(say: Callable[..., str], choices: Choices) -> dict[str, Any]:
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": say("slack.app_command"),
        "usage_hint": "open INV-7 480 | list | show D-INV-7 | help",
        "should_escape": True,
    }
    if choices.url:
        command["url"] = choices.url + EVENTS_PATH
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": say("slack.title"), "always_online": True},
        "shortcuts": [
            {
                "name": say("slack.shortcut_message"),
                "type": "message",
                "callback_id": OPEN_FROM_MESSAGE,
                "description": say("slack.shortcut_message_description"),
            },
            {
                "name": say("slack.shortcut_global"),
                "type": "global",
                "callback_id": OPEN_ANYWHERE,
                "description": say("slack.shortcut_global_description"),
            },
        ],
        "slash_commands": [command],
    }
    if choices.has_agent:
        features["agent_view"] = {
            "agent_description": say("slack.agent_description"),
            "suggested_prompts": [
                {"title": say("slack.prompt_open"), "message": "open"},
                {"title": say("slack.prompt_list"), "message": "list overdue"},
            ],
        }
    return features


def _oauth(choices: Choices) -> dict[str, Any]:
    scopes = {"scopes": {"bot": list(choices.scopes)}}
    if not choices.url:
        return scopes
    return {"redirect_urls": [choices.url + REDIRECT_PATH], **scopes}


def _settings(choices: Choices) -> dict[str, Any]:
    address = {"request_url": choices.url + EVENTS_PATH} if choices.url else {}
    return {
        "event_subscriptions": {**address, "bot_events": list(choices.events)},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not choices.url,
        "token_rotation_enabled": choices.rotates_tokens,
    }
