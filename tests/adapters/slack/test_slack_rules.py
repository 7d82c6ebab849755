"""The validator itself: it finds what it is there to find."""

from typing import Any

import pytest

from tests.fakes.slack_rules import book, response_violations, violations


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": plain(text)}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str = "Go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": "a", **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def message(*blocks: dict[str, Any], text: str = "Hello") -> dict[str, Any]:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    view: dict[str, Any] = {"type": "modal", "title": plain("T"), "blocks": [*blocks]}
    return view | more


FINE = [
    message(section("Hello"), actions(button())),
    message(mrkdwn("<mailto:a@b.example?subject=x&amp;body=y|Write> *now*")),
    message(mrkdwn("<!date^1777804800^{date_long_pretty}|3 May 2026>")),
    {"text": "A letter, with *stars* &amp; more", "mrkdwn": False},
]
MENU = {
    "type": "static_select",
    "options": [{"text": plain("One"), "value": "1"}],
    "initial_option": {"text": plain("Two"), "value": "2"},
}
BROKEN = [
    message(section("x" * 3001)),
    message(section(" ")),
    message(*[section("x")] * 51),
    message(*[section("x" * 2900)] * 5),
    message(section("x"), text=""),
    message(section("x"), text="x" * 4001),
    message(section("😀" * 1501)),
    message(section("Tom & Jerry")),
    message(mrkdwn("Tom <Jerry>")),
    message(section("Hello &lt;!channel"), text="<!channel>"),
    message(actions(button("👍"))),
    message(actions(button(":+1:"))),
    message(actions(button("x" * 76))),
    message(actions(button(), button())),
    message(actions(button(value="x" * 2001))),
    message(actions(button(style="green"))),
    message(actions(button(style="primary"), button(style="primary", action_id="b"))),
    message(actions(*[button(action_id=str(n)) for n in range(26)])),
    message(actions(MENU)),
    message({"type": "image", "image_url": "https://x.example/a.png"}),
    message({"type": "table", "rows": [[]]}, {"type": "table", "rows": [[]]}),
    message({"type": "sparkles"}),
    message({"type": "context", "elements": [button()]}),
    message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
    message(section("x") | {"block_id": "a"}, section("y") | {"block_id": "a"}),
    message(section("x\x07")),
]
INPUT = {
    "type": "input",
    "block_id": "amount",
    "label": plain("Amount"),
    "element": {"type": "plain_text_input", "action_id": "value"},
}
BROKEN_VIEWS = [
    ("modal", modal(INPUT)),
    ("modal", modal(section("x"), title=plain("x" * 25))),
    ("modal", modal(section("x"), private_metadata="x" * 3001)),
    ("modal", modal(*[section("x" * 2999)] * 90)),
    ("modal", modal()),
    ("home", {"type": "home", "blocks": [section("x")], "submit": plain("Go")}),
    ("home", {"type": "home", "blocks": [section("x")] * 101}),
]


@pytest.mark.parametrize("payload", FINE)
def test_what_slack_takes_is_fine(payload: dict[str, Any]) -> None:
    assert violations(payload) == []


@pytest.mark.parametrize("payload", BROKEN, ids=lambda p: str(p)[:60])
def test_what_slack_refuses_is_found(payload: dict[str, Any]) -> None:
    assert violations(payload)


@pytest.mark.parametrize(("surface", "view"), BROKEN_VIEWS, ids=lambda p: str(p)[:40])
def test_what_slack_refuses_in_a_view_is_found(
    surface: str, view: dict[str, Any]
) -> None:
    assert violations(view, surface)


def test_every_maximum_of_the_file_is_enforced() -> None:
    """Each block's and element's own limits, one character or item too many."""
    checked = 0
    for name, rules in (book()["blocks"] | book()["elements"]).items():
        for path, rule in rules["constraints"].items():
            if "[" in path or ("max_length" not in rule and "max_items" not in rule):
                continue
            is_block = name in book()["blocks"]
            thing: dict[str, Any] = {"type": name}
            at = thing
            *folders, last = path.split(".")
            for folder in folders:
                at = at.setdefault(folder, {})
            if folders and last == "text":
                at["type"] = "plain_text"
            top = rule.get("max_length")
            at[last] = "x" * (top + 1) if top else [{}] * (rule["max_items"] + 1)
            thing.setdefault("text", {"type": "plain_text", "text": "x"})
            if "options" in thing:
                option = {"text": plain("x")}
                thing["options"] = [
                    option | {"value": str(n)} for n, _ in enumerate(thing["options"])
                ]
            elements = {"type": "actions", "elements": [thing]}
            found = violations(message(thing if is_block else elements))
            assert any(path in each.where for each in found), (name, path)
            checked += 1
    assert checked > 100


def test_errors_of_a_form_are_keyed_by_its_input_blocks() -> None:
    view = modal(INPUT, submit=plain("Go"))
    right = {"response_action": "errors", "errors": {"amount": "Type a number."}}
    wrong = {"response_action": "errors", "errors": {"value": "Type a number."}}
    assert response_violations(view, right) == []
    assert response_violations(view, wrong)
