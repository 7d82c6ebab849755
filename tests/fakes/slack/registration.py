"""The app as Slack knows it: ids, secrets, and what its manifest asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT_SCOPES = frozenset(
    "app_mentions:read assistant:write channels:history channels:join channels:read "
    "chat:write commands files:read files:write groups:history groups:read "
    "im:history im:read im:write reactions:read reactions:write team:read "
    "users:read".split()
)


@dataclass(slots=True)
class Shortcut:
    """An entry of the shortcuts menu. on_message: on a message, else global."""

    name: str
    callback_id: str
    on_message: bool


@dataclass(slots=True)
class Registration:
    """One app. A `None` means: not restricted, the app takes everything.

    events: names it subscribed to, such as `app_mention` or `message.im`.
    commands: slash commands with their slash. redirects: allowed OAuth redirects.
    """

    app_id: str
    client_id: str
    client_secret: str
    signing_secret: str
    verification: str
    name: str = "Parley"
    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    events: set[str] | None = None
    commands: set[str] | None = None
    shortcuts: list[Shortcut] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    escapes_commands: bool = True
    has_home: bool = True
    has_messages_tab: bool = True
    rotates_tokens: bool = False
    is_distributed: bool = True

    def follow(self, manifest: Mapping[str, Any]) -> None:
        """Take over what a manifest says, as the app's settings pages would."""
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        oauth = manifest.get("oauth_config", {})
        self.name = features.get("bot_user", {}).get("display_name", self.name)
        self.scopes = set(oauth.get("scopes", {}).get("bot", ()))
        self.redirects = list(oauth.get("redirect_urls", ()))
        self.events = set(settings.get("event_subscriptions", {}).get("bot_events", ()))
        commands = features.get("slash_commands", ())
        self.commands = {each["command"] for each in commands}
        self.escapes_commands = any(each.get("should_escape") for each in commands)
        self.shortcuts = [
            Shortcut(each["name"], each["callback_id"], each["type"] == "message")
            for each in features.get("shortcuts", ())
        ]
        home = features.get("app_home", {})
        self.has_home = bool(home.get("home_tab_enabled"))
        self.has_messages_tab = bool(home.get("messages_tab_enabled"))
        self.rotates_tokens = bool(settings.get("token_rotation_enabled"))

    def shortcut(self, name: str, *, on_message: bool) -> Shortcut | None:
        """The shortcut of this name, or None."""
        found = (
            each
            for each in self.shortcuts
            if each.name == name and each.on_message == on_message
        )
        return next(found, None)
