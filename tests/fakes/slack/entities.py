"""The three entities of Slack's texts, and how Slack keeps what it is sent.

A bare `&` comes back as `&amp;`, also from plain text (bolt-python #513); what was
escaped already is not escaped twice.
"""

import re
from typing import Any

BARE = re.compile(r"&(?!(?:amp|lt|gt);)")


def escaped(text: str) -> str:
    """Write the reserved characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Read the entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def keep(part: Any) -> None:
    """Change all text objects inside to what Slack keeps, in place."""
    if isinstance(part, dict):
        text = part.get("text")
        if part.get("type") in ("plain_text", "text") and isinstance(text, str):
            part["text"] = escaped(unescaped(text))
        elif part.get("type") == "mrkdwn" and isinstance(text, str):
            part["text"] = BARE.sub("&amp;", text)
        for value in part.values():
            keep(value)
    elif isinstance(part, list):
        for item in part:
            keep(item)
