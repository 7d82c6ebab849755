"""The open question of a chat: kept so that its message can be finished or replaced."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adapters.telegram.calls import Asking, Call, Role, stripped
from adapters.telegram.limits import limits
from adapters.telegram.rich import html_of, plain, units
from assistant.chat.replies import Typed


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in the chat.

    message_id: of the message that has its buttons.
    html, text: that message with and without markup.
    keyboard: its buttons, as Telegram takes them.
    """

    message_id: int
    asking: Asking
    html: str
    text: str
    keyboard: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, call: Call, message_id: int) -> "Asked":
        """The question of a call that was made; ValueError when it asks nothing."""
        if call.asking is None:
            raise ValueError(f"{call.method} asks nothing")
        arguments = call.arguments
        keyboard = arguments.get("reply_markup", {})
        return cls(message_id, call.asking, arguments["text"], call.plain, keyboard)

    @property
    def typed(self) -> Typed | None:
        """What may be typed as the answer."""
        return self.asking.typed

    def is_same_step(self, call: Call) -> bool:
        """Whether the call's question may take this one's place in its message."""
        now, then = call.asking, self.asking
        return now is not None and now.step == then.step and then.is_bare

    def finished(self, chat_id: int, label: str = "") -> Call:
        """Takes the buttons off; with a label, the message says what was picked."""
        picked = f"\n\n✓ {label}" if label else ""
        if not picked or units(self.text + picked) > limits().text:
            return stripped(chat_id, self.message_id)
        arguments: dict[str, Any] = {
            "chat_id": chat_id,
            "message_id": self.message_id,
            "text": self.html + html_of(plain(picked)),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        return Call("editMessageText", arguments, plain=self.text + picked)

    def again(self, chat_id: int, lead: str) -> Call:
        """Asks it once more below everything else, after a sentence of ours."""
        html, text = self.html, self.text
        if self.asking.alone:
            html, text = html_of(plain(self.asking.alone)), self.asking.alone
        asking = replace(self.asking, is_bare=False, alone=text)
        if units(f"{lead}\n\n{text}") <= limits().text:
            html, text = f"{html_of(plain(lead))}\n\n{html}", f"{lead}\n\n{text}"
        arguments: dict[str, Any] = {
            "chat_id": chat_id,
            "text": html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.keyboard:
            arguments["reply_markup"] = self.keyboard
        case_id = self.asking.case_id
        return Call("sendMessage", arguments, Role.QUESTION, text, case_id, asking)

    def as_note(self) -> str:
        """What to keep for the chat."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_note(cls, note: str) -> "Asked":
        """What was kept."""
        row = json.loads(note)
        asking = row["asking"]
        asking["typed"] = asking["typed"] and Typed(asking["typed"])
        asking["labels"] = tuple(asking["labels"])
        row["asking"] = Asking(**asking)
        return cls(**row)
