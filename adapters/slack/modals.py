"""Our forms as modal views. Pure: ids, words and what is already known in, a view out.

Every form has one purpose. The first thing sent is always `loading`; what it is for
replaces it. `edition` goes up when a form is drawn again with other values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack import parts
from adapters.slack.blocks import Drawn, context, plain, section
from adapters.slack.forms import (
    VALUE,
    VERSION,
    OpenFields,
    Target,
    block_id,
    fields_of,
    guarded,
)
from adapters.slack.limits import limits, most
from adapters.slack.paging import in_one_view
from adapters.slack.screen import Screen
from adapters.slack.text import cleaned, cut, one_line
from assistant.chat.replies import Question, Typed

View = dict[str, Any]
Block = dict[str, Any]

# The title and the button of each form, by its name in `callback_id`.
_FORMS = {
    "open": ("slack.open_title", "slack.open_submit"),
    "answer": ("slack.answer_title", "slack.answer_submit"),
    "letter": ("slack.letter_title", "slack.letter_submit"),
    "files": ("slack.files_title", "slack.files_submit"),
}
# The label of each field, and the hint below it where there is one.
_FIELDS = {
    "invoice": ("slack.invoice_label", "slack.invoice_hint"),
    "amount": ("slack.amount_label", "slack.amount_hint"),
    "customer": ("slack.customer_label", ""),
    "disputed": ("slack.disputed_label", "slack.disputed_hint"),
    "statement": ("slack.statement_label", "slack.statement_hint"),
    "written_on": ("slack.written_on_label", ""),
    "answer": ("slack.answer_label", ""),
    "body": ("slack.body_label", ""),
    "files": ("slack.files_label", "slack.files_hint"),
    "note": ("slack.note_label", ""),
}


def loading(screen: Screen, title: str = "slack.title") -> View:
    """What stands there while the form is made. title: key of its words."""
    return _view(screen, title, section(screen.say("slack.loading")))


def notice(screen: Screen, text: str, title: str = "slack.title") -> View:
    """Words and a button to close: a form that is done, or what went wrong."""
    return _view(screen, title, section(text) or section(screen.say("slack.done")))


def done(screen: Screen) -> View:
    """What replaces a form once it was taken."""
    return notice(screen, screen.say("slack.done"), "slack.done_title")


def error(screen: Screen, text: str) -> View:
    """What replaces a form that cannot be shown or taken; the text says what to do."""
    return notice(screen, text, "slack.error_title")


def open_dispute(
    screen: Screen, known: OpenFields, target: Target, edition: int = 0
) -> View:
    """The form of a new dispute, with what is already known.

    known: from a command, a shared message or nothing at all.
    """
    drawn = [
        _line(screen, "invoice", known.invoice, edition),
        _line(screen, "amount", known.amount, edition),
        _line(screen, "customer", known.customer, edition),
        _line(screen, "disputed", known.disputed, edition),
        *_long(screen, "statement", known.statement, edition),
        _date(screen, "written_on", known.written_on, edition),
    ]
    return _form(screen, "open", drawn, target)


@dataclass(frozen=True, slots=True)
class Typing:
    """A question to be answered by typing.

    now: the answer so far, to be changed. Empty words are left out.
    """

    prompt: str
    typed: Typed
    hint: str = ""
    now: str = ""


def answer(screen: Screen, asked: Typing, target: Target, edition: int = 0) -> View:
    """The form for a typed answer; for papers, the form that takes files."""
    if asked.typed is Typed.FILE:
        return files(screen, target, asked.prompt)
    drawn = section(asked.prompt) + context(asked.hint)
    inputs = _answer_inputs(screen, asked, edition)
    return _form(screen, "answer", [*_blocks(drawn), *inputs], target)


def window(
    screen: Screen,
    above: Sequence[Drawn],
    part: Question[str] | None,
    target: Target,
    edition: int = 0,
) -> View:
    """What one person alone may read, with the question that waits, if one does.

    above: what stands over the question. Its buttons answer at once; what can be typed
    is sent with the form.
    """
    if part is None:
        return _view(screen, "slack.title", above)
    drawn = [*above, *parts.question(replace(part, typed=None), screen, edition)]
    told = {"private_metadata": target.packed()}
    if part.typed is None:
        return _view(screen, "slack.answer_title", drawn) | told
    if part.typed is Typed.FILE:
        shown = [*_blocks(drawn), *_file_inputs(screen)]
        return _form(screen, "files", shown, target)
    asked = Typing("", part.typed, now=part.now or "")
    inputs = _answer_inputs(screen, asked, edition)
    return _form(screen, "answer", [*_blocks(drawn), *inputs], target)


def question(
    screen: Screen, part: Question[str], target: Target, edition: int = 0
) -> View:
    """A whole question in a form, as for what one person alone may read."""
    return window(screen, (), part, target, edition)


def letter(
    screen: Screen,
    body: str,
    target: Target,
    edition: int = 0,
    above: Sequence[Drawn] = (),
) -> View:
    """The letter, to be changed; a long one stands in several fields, in order.

    above: what stands over it, such as what somebody else wrote meanwhile.
    """
    drawn = _blocks([*above, *section(screen.say("slack.letter_hint"))])
    drawn += _long(screen, "body", body, edition, is_optional=False)
    return _form(screen, "letter", drawn, target)


def files(screen: Screen, target: Target, prompt: str = "") -> View:
    """The form that takes papers."""
    drawn = _blocks(section(prompt or screen.say("slack.files_prompt")))
    return _form(screen, "files", [*drawn, *_file_inputs(screen)], target)


def _form(screen: Screen, kind: str, drawn: Sequence[Block], target: Target) -> View:
    title, submit = _FORMS[kind]
    view = _view(screen, title, ())
    return view | {
        "blocks": _within_view(screen, drawn),
        "submit": _button(screen, submit),
        "callback_id": f"{VERSION}.{kind}",
        "private_metadata": target.packed(),
    }


def _view(screen: Screen, title: str, drawn: Sequence[Drawn]) -> View:
    longest = most("surfaces", "modal", "title.text")
    return {
        "type": "modal",
        "title": plain(cut(one_line(screen.say(title)), longest)),
        "close": _button(screen, "slack.close"),
        "blocks": _within_view(screen, _blocks(drawn)),
    }


def _within_view(screen: Screen, drawn: Sequence[Block]) -> list[Block]:
    inputs = [block for block in drawn if block["type"] == "input"]
    shown = [block for block in drawn if block["type"] != "input"]
    more = _blocks(context(screen.say("slack.view_more")))
    fitting = in_one_view(shown, more, inputs)
    return fitting or _blocks(context(screen.say("slack.title")))


def _blocks(drawn: Sequence[Drawn]) -> list[Block]:
    return [each.block for each in drawn]


def _button(screen: Screen, key: str) -> Block:
    return plain(
        cut(one_line(screen.say(key)), most("surfaces", "modal", "submit.text"))
    )


def _input(
    screen: Screen,
    name: str,
    element: Block,
    edition: int,
    *,
    is_optional: bool = True,
) -> Block:
    """A field with its label and its hint."""
    label, hint = _FIELDS[name]
    block: Block = {
        "type": "input",
        "block_id": block_id(name, edition),
        "label": plain(screen.say(label)),
        "element": element,
        "optional": is_optional,
    }
    if hint:
        block["hint"] = plain(screen.say(hint))
    return block


def _line(screen: Screen, name: str, value: str, edition: int) -> Block:
    """A field of one line."""
    element: Block = {"type": "plain_text_input", "action_id": VALUE}
    longest = most("elements", "plain_text_input", "initial_value")
    if value.strip():
        element["initial_value"] = guarded(cut(one_line(value), longest))
    return _input(screen, name, element, edition)


def _long(
    screen: Screen, name: str, text: str, edition: int, *, is_optional: bool = True
) -> list[Block]:
    """Fields for text of several lines; more than one where it is long."""
    label = screen.say(_FIELDS[name][0])
    pieces = fields_of(name, cleaned(text), edition)
    found = []
    for number, (piece_id, value) in enumerate(pieces, 1):
        element: Block = {
            "type": "plain_text_input",
            "action_id": VALUE,
            "multiline": True,
        }
        if value:
            element["initial_value"] = value
        block = _input(screen, name, element, edition, is_optional=is_optional)
        part = screen.say("slack.piece", label=label, number=number, count=len(pieces))
        more = {"block_id": piece_id, "optional": is_optional or number > 1}
        more |= {"label": plain(part)} if len(pieces) > 1 else {}
        found.append(block | more)
    return found


def _date(screen: Screen, name: str, value: str, edition: int) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    if value:
        element["initial_date"] = value
    return _input(screen, name, element, edition)


def _answer_inputs(screen: Screen, asked: Typing, edition: int) -> list[Block]:
    if asked.typed is Typed.TEXT:
        return _long(screen, "answer", asked.now, edition, is_optional=False)
    return [_line(screen, "answer", asked.now, edition) | {"optional": False}]


def _file_inputs(screen: Screen) -> list[Block]:
    most_files = limits()["elements"]["file_input"]["constraints"]["max_files"]
    element = {
        "type": "file_input",
        "action_id": VALUE,
        "max_files": most_files["max_value"],
    }
    return [
        _input(screen, "files", element, 0, is_optional=False),
        *_long(screen, "note", "", 0),
    ]
