"""Slack's words for what it does not do, as a sentence with the next step."""

from collections.abc import Callable

_KEYS = {
    "not_in_channel": "slack.trouble.not_in_channel",
    "channel_not_found": "slack.trouble.channel_not_found",
    "is_archived": "slack.trouble.archived",
    "is_inactive": "slack.trouble.archived",
    "missing_scope": "slack.trouble.missing_scope",
    "token_revoked": "slack.trouble.token",
    "account_inactive": "slack.trouble.token",
    "invalid_auth": "slack.trouble.token",
    "not_installed": "slack.trouble.token",
    "token_expired": "slack.trouble.token",
    "ratelimited": "slack.trouble.busy",
    "expired_trigger_id": "slack.trouble.too_late",
    "exchanged_trigger_id": "slack.trouble.too_late",
    "invalid_trigger_id": "slack.trouble.too_late",
}
_RESTRICTED = ("restricted_action", "user_is_restricted", "no_permission")


def told(code: str, say: Callable[..., str]) -> str:
    """What a person is told of a refusal, and what they can do about it."""
    if code.startswith(_RESTRICTED):
        return say("slack.trouble.restricted")
    key = _KEYS.get(code)
    return say(key) if key else say("slack.trouble.other", code=code)
