"""Blocks, messages and views as the text that a person sees.

A button is `[Label]`, a menu `{what is chosen}`, a radio button `(x) label`, a tick
box `[x] label`; a reply is indented under its root.
"""

from typing import Any

from tests.fakes.slack.entities import unescaped
from tests.fakes.slack.forms import CHOICES, MULTI_CHOICES, TEXTS, initial_values
from tests.fakes.slack.model import Channel, Json, Kind, Message, View
from tests.fakes.slack.reading import Reader

Values = dict[str, dict[str, Json]]
EMPTY = "____"


class Screen:
    """Draws for one reader."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._world = reader.world

    def channel(self, channel: Channel) -> str:
        """A whole conversation, threads unfolded."""
        if channel.kind is Kind.IM:
            others = channel.members - {self._reader.user.id}
            title = " ".join(self._reader.user_name(each) for each in others)
        else:
            title = f"#{channel.name}"
        lines = [title]
        for message in self.visible(channel):
            if not message.is_reply:
                lines.append(self.thread(channel, message))
            elif message.subtype == "thread_broadcast":
                lines.append(self.message(message))
        lines += self._below(channel, "")
        return "\n".join(lines)

    def thread(self, channel: Channel, root: Message) -> str:
        """A message with everything under it."""
        lines = [self.message(root)]
        replies = [
            each
            for each in self.visible(channel)
            if each.is_reply and each.thread_ts == root.ts
        ]
        lines += [_indented(self.message(each)) for each in replies]
        lines += self._below(channel, root.ts)
        return "\n".join(lines)

    def visible(self, channel: Channel) -> list[Message]:
        """What the reader sees of a conversation, oldest first, replies included."""
        own = [
            message
            for message in channel.ephemeral.values()
            if message.only_for == self._reader.user.id
        ]
        shown = [each for each in channel.messages.values() if not each.is_hidden]
        roots = {each.ts for each in shown}
        found = [m for m in (*shown, *own) if not m.is_reply or m.thread_ts in roots]
        return sorted(found, key=lambda message: message.ts)

    def message(self, message: Message) -> str:
        """One message without its replies."""
        name = self._reader.user_name(message.user_id)[1:]
        if message.only_for:
            name += " (only visible to you)"
        return f"{name}: {self.body(message).strip()}"

    def body(self, message: Message) -> str:
        """What a message says, without who said it."""
        values = self.values_of(message)
        if message.blocks and message.bot_id:
            body = self.blocks(message.blocks, values)
        else:
            body = self._reader.mrkdwn(message.text)
        if message.edited_ts:
            body += " (edited)"
        for attachment in message.attachments:
            body += "\n" + _indented(self._attachment(attachment))
        for file_id in message.file_ids:
            file = self._world.files[file_id]
            body += f"\n(file {file.name}, {len(file.content or b'')} bytes)"
        return body

    def values_of(self, message: Message) -> Values:
        """What the reader chose in the inputs of a message."""
        key = (self._reader.user.id, message.ts)
        return self._world.message_values.get(key) or initial_values(message.blocks)

    def view(self, view: View) -> str:
        """A modal with its title and buttons, or a home tab."""
        body = self.blocks(view.body["blocks"], view.values, view.errors)
        if view.body["type"] == "home":
            return body
        lines = [view.title, body]
        if "" in view.errors:
            lines.append(f"! {view.errors['']}")
        close, submit = self.close_label(view), self.submit_label(view)
        lines.append(f"[{close}] [{submit}]" if submit else f"[{close}]")
        return "\n".join(lines)

    def submit_label(self, view: View) -> str:
        """The button that sends a modal; empty when there is none."""
        return self._reader.text(view.body.get("submit"))

    def close_label(self, view: View) -> str:
        """The button that closes a modal."""
        return self._reader.text(view.body.get("close")) or "Cancel"

    def text(self, part: Json | None) -> str:
        """A text object as it looks."""
        return self._reader.text(part)

    def blocks(
        self,
        blocks: list[Json],
        values: Values | None = None,
        errors: dict[str, str] | None = None,
    ) -> str:
        """Blocks from top to bottom."""
        found = [
            self._block(each, values or {}, (errors or {}).get(each["block_id"], ""))
            for each in blocks
        ]
        return "\n".join(each for each in found if each)

    def _block(self, block: Json, values: Values, error: str) -> str:
        text = self._reader.text
        chosen = values.get(str(block.get("block_id")), {})
        match block["type"]:
            case "section":
                return self._section(block, chosen)
            case "divider":
                return "---"
            case "actions" | "context_actions" | "context":
                return " ".join(self._element(e, chosen) for e in block["elements"])
            case "input":
                return self._input(block, chosen, error)
            case "image":
                title = text(block.get("title"))
                return f"{title} (image: {block['alt_text']})".strip()
            case "rich_text":
                return "\n".join(self._rich(each) for each in block["elements"])
            case "table" | "data_table":
                rows = [[self._cell(c) for c in row] for row in block["rows"]]
                return "\n".join(" | ".join(row) for row in rows)
            case _:
                return self._other(block, values)

    def _section(self, block: Json, chosen: dict[str, Json]) -> str:
        parts = [self._reader.text(block.get("text"))]
        parts += [self._reader.text(field) for field in block.get("fields") or ()]
        if block.get("accessory"):
            parts.append(self._element(block["accessory"], chosen))
        return "\n".join(part for part in parts if part)

    def _input(self, block: Json, chosen: dict[str, Json], error: str) -> str:
        label = self._reader.text(block["label"])
        if block.get("optional"):
            label += " (optional)"
        shown = self._element(block["element"], chosen)
        lines = [f"{label}: {shown}"]
        if hint := self._reader.text(block.get("hint")):
            lines.append(f"  {hint}")
        if error:
            lines.append(f"! {error}")
        return "\n".join(lines)

    def _element(self, element: Json, chosen: dict[str, Json]) -> str:
        kind, text = element["type"], self._reader.text
        state = chosen.get(str(element.get("action_id")), {})
        if kind in ("mrkdwn", "plain_text"):
            return text(element)
        if kind == "image":
            return f"(image: {element['alt_text']})"
        if kind in ("button", "workflow_button", "icon_button"):
            return f"[{text(element['text'])}]"
        if kind == "overflow":
            return "{" + " / ".join(text(o["text"]) for o in element["options"]) + "}"
        if kind in ("radio_buttons", "checkboxes"):
            return self._ticks(element, state)
        if kind in TEXTS and state.get("value"):
            return str(state["value"])
        found = self._chosen(kind, state)
        return "{" + (found or text(element.get("placeholder")) or EMPTY) + "}"

    def _chosen(self, kind: str, state: Json) -> str:
        value = next((v for name, v in state.items() if name != "type"), None)
        if not value:
            return ""
        if kind in CHOICES:
            return self._reader.text(value["text"])
        if kind in MULTI_CHOICES:
            return ", ".join(self._reader.text(each["text"]) for each in value)
        if kind == "file_input":
            return ", ".join(str(each["name"]) for each in value)
        if kind == "datetimepicker":
            return self._reader.instant(float(value), "{date_short} {time}")
        if isinstance(value, dict):
            return "\n".join(self._rich(each) for each in value["elements"])
        many = value if isinstance(value, list) else [value]
        return ", ".join(self._named(str(each)) for each in many)

    def _named(self, value: str) -> str:
        if value in self._world.users:
            return self._reader.user_name(value)
        if value in self._world.channels:
            return self._reader.channel_name(value)
        return value

    def _ticks(self, element: Json, state: Json) -> str:
        picked = state.get("selected_options") or [state.get("selected_option") or {}]
        values = {each.get("value") for each in picked}
        brackets = "()" if element["type"] == "radio_buttons" else "[]"
        lines = []
        for each in element["options"]:
            mark = "x" if each["value"] in values else " "
            line = f"{brackets[0]}{mark}{brackets[1]} {self._reader.text(each['text'])}"
            if each.get("description"):
                line += f" - {self._reader.text(each['description'])}"
            lines.append(line)
        return "\n".join(lines)

    def _rich(self, part: Json) -> str:
        match part["type"]:
            case "rich_text_list":
                marks = ("{}. " if part.get("style") == "ordered" else "• ",)
                return "\n".join(
                    marks[0].format(number) + self._rich(each)
                    for number, each in enumerate(part["elements"], start=1)
                )
            case "rich_text_quote":
                return _indented("".join(map(self._span, part["elements"])), "> ")
            case _:
                return "".join(map(self._span, part["elements"]))

    def _span(self, span: Json) -> str:
        match span["type"]:
            case "text":
                return unescaped(str(span["text"]))
            case "link":
                text = span.get("text")
                return f"{text} ({span['url']})" if text else str(span["url"])
            case "user":
                return self._reader.user_name(span["user_id"])
            case "channel":
                return self._reader.channel_name(span["channel_id"])
            case "broadcast":
                return f"@{span['range']}"
            case "emoji":
                return f":{span['name']}:"
            case "date":
                fallback = str(span.get("fallback", ""))
                return self._reader.instant(
                    float(span["timestamp"]), str(span["format"]), fallback
                )
            case _:
                return ""

    def _cell(self, cell: Json) -> str:
        if cell.get("type") == "rich_text":
            return " ".join(self._rich(each) for each in cell["elements"])
        return self._reader.text(cell.get("text"))

    def _other(self, block: Json, values: Values) -> str:
        """Newer blocks: their texts and what is inside them, in order."""
        parts: list[Any] = [
            block.get(name) for name in ("title", "subtitle", "text", "body")
        ]
        lines = [self._reader.text(each) for each in parts]
        for name in ("child_blocks", "elements", "actions"):
            for each in block.get(name) or ():
                if "block_id" in each or each["type"] == "card":
                    lines.append(self._block(each, values, ""))
                else:
                    lines.append(self._element(each, {}))
        return "\n".join(line for line in lines if line)

    def _attachment(self, attachment: Json) -> str:
        lines = [
            str(attachment.get(name, "")) for name in ("author_name", "title", "text")
        ]
        if attachment.get("blocks"):
            lines.append(self.blocks(attachment["blocks"]))
        return "\n".join(self._reader.mrkdwn(line) for line in lines if line)

    def _below(self, channel: Channel, thread_ts: str) -> list[str]:
        lines = []
        if status := self._world.statuses.get((channel.id, thread_ts)):
            lines.append(_indented(f"({status})") if thread_ts else f"({status})")
        prompts = self._world.prompts.get((channel.id, thread_ts), [])
        if prompts and channel.kind is Kind.IM:
            lines.append(" ".join(f"<{each['title']}>" for each in prompts))
        return lines


def _indented(text: str, mark: str = "  | ") -> str:
    return "\n".join(mark + line for line in text.split("\n"))
