"""The drawing of a playbook."""

import re
from pathlib import Path

from assistant.playbook.graph import in_words, mermaid
from assistant.playbook.loader import load_all, load_file
from assistant.resources import playbooks_dir

HEAD = "playbook: shop\nversion: 3\nreopen_at: first\nsteps:\n"


def drawn(folder: Path, steps: str) -> str:
    """The drawing of a playbook with these steps."""
    path = folder / "shop.yaml"
    path.write_text(f"{HEAD}  - {{step: choose, id: first, options: [a, b]}}\n{steps}")
    return mermaid(load_file(path))


def test_steps_are_drawn_in_order_with_their_types(tmp_path: Path) -> None:
    text = drawn(
        tmp_path,
        "  - {step: ask, id: price_agreed, per: exchange, kind: amount}\n"
        "  - {step: letter, id: follow_up, letter: follow_up}\n",
    )
    assert text == (
        "flowchart TD\n"
        '  start(["shop, version 3"])\n'
        '  s1["first<br/>choose"]\n'
        '  s2["price agreed<br/>ask<br/>in each exchange"]\n'
        '  s3[/"follow up<br/>letter"/]\n'
        "  start --> s1\n"
        "  s1 --> s2\n"
        "  s2 --> s3\n"
    )


def test_an_arrow_says_what_is_asked_beyond_the_step_before(tmp_path: Path) -> None:
    text = drawn(
        tmp_path,
        "  - group: after a\n"
        "    when: {fact: {first: [a, b]}}\n"
        "    steps:\n"
        "      - {step: act, id: one, do: agree}\n"
        "      - {step: act, id: two, do: agree, when: {not: {is: paid_up}}}\n",
    )
    assert '  s1 -->|"first: a or b"| s2\n  s2 -->|"not paid up"| s3\n' in text


def test_joined_conditions_stand_in_brackets(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        f"{HEAD}  - {{step: choose, id: first, options: [a], when: "
        "{not: {any: [{is: agreed}, {all: [{known: pay_by}, {sent: closing}]}]}}}\n"
    )
    condition = load_file(path).steps[0].when
    assert condition
    words = "not (agreed or (known: pay by and sent: closing))"
    assert in_words(condition) == words


def test_parts_and_groups_are_boxes_inside_each_other(tmp_path: Path) -> None:
    text = drawn(
        tmp_path,
        "  - group: outer\n"
        "    steps:\n"
        "      - {step: act, id: one, do: agree}\n"
        "      - group: inner\n"
        "        steps:\n"
        "          - {step: act, id: two, do: agree}\n"
        "  - {step: act, id: three, do: agree}\n",
    )
    boxes = [
        line.strip()
        for line in text.splitlines()
        if "subgraph" in line or line.strip() == "end" or "act" in line
    ]
    assert boxes == [
        'subgraph g1["outer"]',
        's2(["one<br/>act"])',
        'subgraph g2["inner"]',
        's3(["two<br/>act"])',
        "end",
        "end",
        's4(["three<br/>act"])',
    ]


def test_signs_that_mean_something_to_mermaid_are_written_as_codes(
    tmp_path: Path,
) -> None:
    text = drawn(
        tmp_path,
        "  - group: 'say \"yes\" & <b>#1; `end` \\'\n"
        "    steps:\n      - {step: act, id: one, do: agree}\n",
    )
    heading = next(line for line in text.splitlines() if "subgraph" in line)
    assert heading == (
        '  subgraph g1["say #34;yes#34; #38; #60;b#62;#35;1#59; #96;end#96; #92;"]'
    )


def test_every_shipped_playbook_is_drawn_whole() -> None:
    for playbook in load_all(playbooks_dir()).values():
        text = mermaid(playbook)
        assert text == mermaid(playbook)
        assert text.count("subgraph ") == len(
            re.findall(r"^ *end$", text, re.MULTILINE)
        )
        for number in range(1, len(playbook.steps) + 1):
            assert len(re.findall(rf"^ +s{number}\W", text, re.MULTILINE)) in (1, 2)
            assert re.search(rf"-->(\|.*\|)? s{number}$", text, re.MULTILINE)
