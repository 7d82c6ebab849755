"""Refusals by Slack's own names, and what a driver cannot do."""

from tests.fakes.slack.model import Json


class SlackError(Exception):
    """An answer `{"ok": false, "error": name}`; extra fields go beside the name."""

    def __init__(self, name: str, **extra: object) -> None:
        super().__init__(name)
        self.name = name
        self.extra: Json = dict(extra)


class RateLimitedError(SlackError):
    """HTTP 429 with a Retry-After in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class NotVisibleError(AssertionError):
    """A person was told to use something that is not on their screen."""


class NotSettledError(AssertionError):
    """The app did not come to rest; names what is still under way."""
