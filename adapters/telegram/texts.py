"""Each part of a message as formatted text; what can be pressed is drawn elsewhere."""

from collections.abc import Callable, Sequence

from adapters.telegram import bars, tables
from adapters.telegram.rich import Rich, bold, fixed, is_visible, italic, joined, plain
from assistant.chat.replies import (
    Card,
    Check,
    Checklist,
    Item,
    Listing,
    Paragraph,
    Question,
    Table,
    Tone,
)

Say = Callable[..., str]

# Lines of a table in one block: a block is never cut, so it has to be short.
_BLOCK_LINES = 40
# What shows a tone; the words of the text say it too.
_SIGNS = {Tone.GOOD: "✓ ", Tone.CAUTION: "⚠ ", Tone.ERROR: "✗ "}


def paragraph(part: Paragraph[str], say: Say) -> Rich:
    """The text behind the sign of its tone; private words say that they are."""
    if part.tone is Tone.PRIVATE:
        return (*italic(f"({say('telegram.private')}) "), *plain(part.text))
    return plain(_SIGNS.get(part.tone, "") + part.text) if part.text.strip() else ()


def card(part: Card[str], lines: Sequence[str]) -> Rich:
    """Title, sums and other fields, the buttons in full where they are shortened."""
    blocks = (bold(part.title), bars.sums(part), plain("\n".join(lines)))
    return joined(blocks, "\n\n")


def question(
    part: Question[str], lines: Sequence[str], say: Say, *, with_why: bool = False
) -> Rich:
    """Progress, the question, the answer so far, the answers in full, what to type.

    with_why: whether the text says why it is asked, where no button does.
    """
    progress = now = why = ""
    if part.step:
        progress = say("telegram.step", step=part.step, steps=part.steps)
    if part.now is not None:
        now = f"{say('telegram.now')}: {part.now}"
    if with_why and is_visible(part.why or ""):
        why = f"{say('telegram.why')} {part.why}"
    asked = joined((italic(progress), bold(part.prompt), plain(now)))
    below = (plain("\n".join(lines)), italic(part.hint or ""), italic(why))
    return joined((asked, *below), "\n\n")


def listing(part: Listing[str], *, is_numbered: bool) -> Rich:
    """Title and items; those that can be pressed are numbered if their buttons are."""
    if not part.items:
        return joined((bold(part.title), plain(part.empty or "")), "\n\n")
    items, number = [], 0
    for each in part.items:
        number += bool(each.command)
        items.append(_item(each, number if is_numbered and each.command else 0))
    return joined((bold(part.title), joined(items, _between(part.items))), "\n\n")


def checklist(part: Checklist[str], say: Say) -> Rich:
    """What is done says so in words, not by its sign alone."""
    checks = [plain(_check(each, say)) for each in part.checks]
    return joined((bold(part.title), joined(checks)), "\n\n")


def table(part: Table[str]) -> Rich:
    """The title, and blocks of lines narrow enough for a phone."""
    blocks: list[list[str]] = [[]]
    for group in tables.lines_of(part.header, part.rows):
        for line in group:
            if len(blocks[-1]) >= _BLOCK_LINES:
                blocks.append([])
            blocks[-1].append(line)
    drawn = (fixed("\n".join(block)) for block in blocks)
    return joined((bold(part.title), *drawn))


def _between(items: Sequence[Item[str]]) -> str:
    return "\n\n" if any(item.detail for item in items) else "\n"


def _item(item: Item[str], number: int) -> Rich:
    lead = plain(f"{number}. " if number else "")
    title = bold(item.title) if item.detail else plain(item.title)
    return joined(((*lead, *title), plain(item.detail)))


def _check(check: Check[str], say: Say) -> str:
    done = f" ({say('telegram.done')})" if check.is_done else ""
    line = f"{'☑' if check.is_done else '☐'} {check.label}{done}"
    return line if check.hint is None else f"{line}\n{check.hint}"
