"""Keyboards below a message: short labels, few keys, pages where there are many."""

from collections.abc import Callable, Sequence
from typing import Any

from adapters.telegram.limits import MOST_BUTTONS, MOST_IN_A_ROW, limits
from adapters.telegram.rich import one_line, shortened, units
from adapters.telegram.targets import Key, Pages, Target, Tokens, data_of, read_data

# The longest label with which this many keys fit beside each other on a phone.
_FITTING = {3: 9, 2: 16}

Markup = dict[str, Any]
Row = tuple[Key, ...]


def labels_of(texts: Sequence[str], fixed: int = 0) -> tuple[list[str], list[str]]:
    """Labels for keys, and the lines that say them in full in the message.

    There are lines when a label had to be shortened or has no words in it, or when the
    keys need pages. Then all are numbered, and the number can be typed instead.

    fixed: how many other keys share the keyboard.
    """
    texts = [one_line(text) or "…" for text in texts]
    longest = limits().label
    is_short = all(units(t) <= longest and any(map(str.isalnum, t)) for t in texts)
    if len(texts) + fixed <= MOST_BUTTONS and is_short:
        return texts, []
    lines = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
    return [shortened(line, longest) for line in lines], lines


def rows_of(keys: Sequence[Key]) -> tuple[Row, ...]:
    """The keys in rows, short ones beside each other."""
    rows: list[Row] = []
    at = 0
    while at < len(keys):
        count = next(
            (n for n, most in _FITTING.items() if _fit(keys[at : at + n], n, most)), 1
        )
        rows.append(tuple(keys[at : at + min(count, MOST_IN_A_ROW)]))
        at += count
    return tuple(rows)


def keyboard(
    keys: Sequence[Key],
    fixed: Sequence[Key],
    tokens: Tokens,
    say: Callable[..., str],
) -> Markup | None:
    """The keyboard with these keys, turned page by page when there are too many.

    fixed: keys that stand on every page, at its end; fewer than eight.
    None when there are no keys at all.
    """
    if not keys and not fixed:
        return None
    if len(keys) + len(fixed) <= MOST_BUTTONS:
        return markup((*rows_of(keys), *rows_of(fixed)))
    size = MOST_BUTTONS - 1 - len(fixed)  # one key turns the pages
    chunks = [keys[at : at + size] for at in range(0, len(keys), size)]
    pages = tuple((*rows_of(chunk), *rows_of(fixed)) for chunk in chunks)
    label = say("telegram.more", page="{page}", pages="{pages}")
    book = Pages(pages, label)
    return page_of(book, tokens.new(book), 0)


def page_of(book: Pages, token: str, page: int) -> Markup:
    """One page of a keyboard; its last key turns to the next, the last to the first.

    page: from 0; one that is not there is the first.
    """
    count = len(book.pages)
    here = page if 0 <= page < count else 0
    label = book.label.replace("{page}", str(here + 1)).replace("{pages}", str(count))
    drawn = markup(book.pages[here])
    label = shortened(label, limits().label)
    turn = {"text": label, "callback_data": data_of(token, (here + 1) % count)}
    drawn["inline_keyboard"].append([turn])
    return drawn


def entry(drawn: Markup, number: str, target_of: Callable[[str], Target | None]) -> str:
    """The token of the key that a number stands before, on any page; empty for none.

    target_of: what a token stands for.
    """
    wanted = f"{number}. "
    for button in (each for row in drawn.get("inline_keyboard", ()) for each in row):
        token, _ = read_data(button.get("callback_data", "")) or ("", None)
        if button["text"].startswith(wanted):
            return token
        book = target_of(token)
        if isinstance(book, Pages):
            keys = (key for page in book.pages for row in page for key in row)
            return next((k.token for k in keys if k.label.startswith(wanted)), "")
    return ""


def markup(rows: Sequence[Row]) -> Markup:
    """The rows as Telegram takes them."""
    return {"inline_keyboard": [[_button(key) for key in row] for row in rows]}


def _fit(keys: Sequence[Key], count: int, longest: int) -> bool:
    return len(keys) == count and all(units(key.label) <= longest for key in keys)


def _button(key: Key) -> Markup:
    label = shortened(key.label, limits().label)
    if key.url:
        return {"text": label, "url": key.url}
    if key.copied:
        return {"text": label, "copy_text": {"text": key.copied}}
    return {"text": label, "callback_data": data_of(key.token)}
