"""`letter list`, `letter new`, `letter show`, `letter check`: letters in own words."""

import argparse

from adapters.commands.shared import FINE, accept_any_text, complain, own_settings

TYPE_CHECKING = False  # the import of `typing` alone would cost 2 ms of 30
if TYPE_CHECKING:
    from assistant.domain.letters import LetterForm, LetterKind
    from assistant.rendering.letters import Letters


def letter_list(chosen: argparse.Namespace) -> int:
    """`parley letter list`: the names, and whose wording is used."""
    letters = _letters()
    language = _language(letters, chosen.language)
    for name in letters.names(language):
        mark = "   yours" if letters.is_own(f"{language}/{name}") else ""
        print(f"{name}{mark}")
    return FINE


def letter_new(chosen: argparse.Namespace) -> int:
    """`parley letter new`: a copy of a letter to make your own."""
    letters = _letters()
    name = _name(letters, chosen)
    path = letters.copy(name)
    print(f"{path} is yours to change; no update touches it.")
    print("Check it: parley letter check")
    print(f"See it: parley letter show {chosen.name}")
    return FINE


def letter_show(chosen: argparse.Namespace) -> int:
    """`parley letter show`: a letter as a customer would get it."""
    from assistant.bootstrap import build
    from assistant.playbook.turn import Draft
    from assistant.rendering.letter_samples import samples

    accept_any_text()
    kind, form = _kind(chosen)
    letters = _letters()
    if letters.own_problems:
        return complain(letters.own_problems)
    language = chosen.language or own_settings().locale
    if chosen.case:
        assistant = build(own_settings())
        try:
            draft = Draft(kind, form)
            drafted = assistant.preview(draft, chosen.case, chosen.business)
            shown = f"{drafted.subject}\n\n{drafted.body}"
        finally:
            assistant.close()
    else:
        made = letters.render(
            kind, form, language, samples()["plain"], playbook=chosen.playbook
        )
        shown = f"{made.subject}\n\n{made.body}"
    print(shown)
    return FINE


def letter_check(_: argparse.Namespace) -> int:
    """`parley letter check`: every mistake in the letters of your own."""
    letters = _letters()
    if letters.own_problems:
        return complain(letters.own_problems)
    print("All fine.")
    return FINE


def _letters() -> "Letters":
    from assistant.bootstrap import letters_of

    return letters_of(own_settings())


def _language(letters: "Letters", typed: str) -> str:
    return letters.language_for(typed or own_settings().locale)


def _name(letters: "Letters", chosen: argparse.Namespace) -> str:
    """The template's name: `de/trades/call_recap-long`."""
    kind, form = _kind(chosen)
    place = [_language(letters, chosen.language), chosen.playbook, f"{kind}-{form}"]
    return "/".join(filter(None, place))


def _kind(chosen: argparse.Namespace) -> "tuple[LetterKind, LetterForm]":
    """What kind of letter is meant; PlaybookError where there is none."""
    from assistant.domain.letters import LetterForm, LetterKind
    from assistant.errors import PlaybookError

    name = chosen.name.removesuffix("-long").removesuffix("-short").replace("-", "_")
    is_short = chosen.short or chosen.name.endswith("-short")
    if name not in set(LetterKind):
        known = ", ".join(LetterKind)
        raise PlaybookError([f'there is no letter "{chosen.name}"; there are: {known}'])
    return LetterKind(name), LetterForm.SHORT if is_short else LetterForm.LONG
