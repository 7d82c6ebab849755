"""What is handed to the Web API: posts and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Post:
    """One message.

    payload: the arguments of `chat.postMessage` without `channel` and `thread_ts`.
    """

    payload: Mapping[str, Any]

    def for_edit(self) -> dict[str, Any]:
        """The arguments that `chat.update`, `chat.postEphemeral` and a
        `response_url` take as well."""
        known = ("text", "blocks")
        return {name: self.payload[name] for name in known if name in self.payload}


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, for `files_upload_v2`.

    name: its file name, safe to show; title: what Slack shows.
    comment: the message that comes with it (`initial_comment`), escaped.
    alt_text: says what a picture shows; empty for other files.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    title: str = ""
    comment: str = ""
    alt_text: str = ""


Outbound = Post | Upload
