import pytest

from adapters.console.blocks import Blocks, Entry


def entries(*lines: str) -> list[Entry]:
    blocks = Blocks()
    taken = [entry for line in lines if (entry := blocks.take(line))]
    last = blocks.end()
    return [*taken, last] if last else taken


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["one", "two"], [Entry("one"), Entry("two")]),
        (
            ['"""', "a", "", "b", '"""', "c"],
            [Entry("a\n\nb", is_block=True), Entry("c")],
        ),
        (["<<<", "a", "<<<"], [Entry("a", is_block=True)]),
        (["<<<", "a", '"""', ">>>"], [Entry('a\n"""', is_block=True)]),
        (["reply D-7 <<<", "a", "b", ">>>"], [Entry("reply D-7 a\nb")]),
        (["<<<", "<<<"], []),
        (["show <<<", "<<<"], [Entry("show")]),
        (
            ["never closed", "<<<", "kept"],
            [Entry("never closed"), Entry("kept", is_block=True)],
        ),
        (['say "hi"""'], [Entry('say "hi"""')]),
    ],
)
def test_lines_between_marks_belong_together(
    lines: list[str], expected: list[Entry]
) -> None:
    assert entries(*lines) == expected


def test_pasted_lines_are_one_entry() -> None:
    assert Blocks().take_pasted("a\nb") == [Entry("a\nb")]


def test_a_pasted_block_is_taken_apart() -> None:
    pasted = "<<<\na\nb\n>>>\nnext"
    assert Blocks().take_pasted(pasted) == [Entry("a\nb", is_block=True), Entry("next")]
