"""Each part of a reply as blocks, except letters and files, which are messages."""

from collections.abc import Sequence

from adapters.slack import actions
from adapters.slack.actions import Ask, AskPrivately, Attach, Choose, Give, Say
from adapters.slack.blocks import (
    Drawn,
    Key,
    Row,
    button,
    buttons,
    context,
    fields,
    header,
    is_label_cut,
    menu,
    menus,
    option,
    section,
)
from adapters.slack.limits import most
from adapters.slack.screen import Screen
from adapters.slack.text import one_line
from assistant.chat.replies import (
    Card,
    Checklist,
    Listing,
    Option,
    Paragraph,
    Question,
    Tone,
    Typed,
)

PROMPT = "parley1.prompt"  # begins the block id of a question's text
_FEW = 10  # answers that stand as buttons; more are a menu
# What shows a tone beside its words, which say the same without it.
_SIGNS = {
    Tone.PLAIN: "",
    Tone.GOOD: "✓ ",
    Tone.CAUTION: "⚠ ",
    Tone.ERROR: "✗ ",
    Tone.PRIVATE: "",
}
_TYPE = {
    Typed.AMOUNT: "slack.type_amount",
    Typed.DATE: "slack.type_date",
    Typed.FILE: "slack.add_files",
}
_PICK = {
    "show": "slack.pick_show",
    "help": "slack.pick_help",
    "update": "slack.pick_update",
}


def paragraph(part: Paragraph[str], screen: Screen) -> list[Drawn]:
    """A short text; its tone is a sign in front of words that stand for themselves."""
    sign = _SIGNS[part.tone]
    if part.tone is Tone.PRIVATE:
        sign = f"({screen.say('slack.only_you')}) "
    return section(sign + part.text) if part.text.strip() else []


def card(part: Card[str]) -> list[Drawn]:
    """A title, labelled values and buttons."""
    rows = [Row(field.label, field.value, field.at) for field in part.fields]
    keys = [Key(each.label, Give(each.command)) for each in part.buttons]
    return [*header(part.title), *fields(rows), *buttons(keys)]


def question(part: Question[str], screen: Screen, number: int) -> list[Drawn]:
    """The question with its answers; number: of the question within the message."""
    drawn: list[Drawn] = []
    if part.step:
        progress = screen.say("slack.step", step=part.step, steps=part.steps)
        drawn += context(progress)
    drawn += section(part.prompt, f"{PROMPT}.{number}")
    if part.now is not None:
        drawn += section(f"{screen.say('slack.now')}: {part.now}")
    if part.hint is not None:
        drawn += context(part.hint)
    if part.why is not None:
        drawn += context(f"{screen.say('slack.why')}: {part.why}")
    return [*drawn, *_answers(part, screen)]


def not_here(case_id: str, screen: Screen, question_key: str = "") -> list[Drawn]:
    """That there is something for the person alone, and how to get to it."""
    key = Key(screen.say("slack.see_private"), AskPrivately(case_id, question_key))
    return [*section(screen.say("slack.private")), *buttons([key])]


def listing(part: Listing[str], screen: Screen) -> list[Drawn]:
    """A title, an entry per block with its button, and a button for more."""
    drawn = header(part.title)
    if not part.items and part.empty is not None:
        drawn += section(part.empty)
    for number, item in enumerate(part.items):
        text = f"{item.title}\n{item.detail}" if item.detail else item.title
        entry = section(text)
        if not entry:
            continue
        if item.command:
            label = screen.say(pick_label(item.command))
            spoken = f"{label}: {one_line(item.title)}"
            key = Key(label, Give(item.command), spoken)
            accessory = {"accessory": button(key, number)}
            entry[-1] = Drawn(entry[-1].block | accessory, entry[-1].spoken)
        drawn += entry
    more = [Key(screen.say("slack.more"), Give(part.more))] if part.more else []
    return [*drawn, *buttons(more)]


def pick_label(command: str) -> str:
    """The key of the words for a button that gives this command."""
    return _PICK.get(command.partition(" ")[0], "slack.pick")


def checklist(part: Checklist[str], screen: Screen) -> list[Drawn]:
    """A line per thing; whether it is done is said, not only ticked."""
    lines = []
    for check in part.checks:
        sign, word = ("☑", "slack.ticked") if check.is_done else ("☐", "slack.unticked")
        lines.append(f"{sign} {one_line(check.label)} ({screen.say(word)})")
        if check.hint:
            lines.append(f"      {one_line(check.hint)}")
    return [*header(part.title), *section("\n".join(lines))]


def _answers(part: Question[str], screen: Screen) -> list[Drawn]:
    """The offered answers, then typing, then going back."""
    after = []
    if part.typed is Typed.FILE:
        after.append(Key(screen.say(_TYPE[part.typed]), Attach(part.case_id)))
    elif part.typed is not None:
        label = screen.say(_TYPE.get(part.typed, "slack.type"))
        after.append(Key(label, Ask(part.case_id, part.key, part.typed)))
    if part.can_go_back:
        back = Say(part.case_id, part.key, "back")
        after.append(Key(screen.say("slack.back"), back))
    drawn = _in_full(part.options)
    if len(part.options) > _FEW:
        long_list = _menus(part, screen)
        if long_list:
            return [*drawn, *long_list, *buttons(after)]
    keys = [Key(_label(part, at), _meant(part, o)) for at, o in enumerate(part.options)]
    return [*drawn, *buttons([*keys, *after])]


def _in_full(options: Sequence[Option[str]]) -> list[Drawn]:
    """The answers as a numbered list, where a button cannot show one of them."""
    if not any(is_label_cut(each.label) for each in options):
        return []
    lines = [f"{n}. {one_line(each.label)}" for n, each in enumerate(options, 1)]
    return section("\n".join(lines))


def _label(part: Question[str], at: int) -> str:
    """An answer's words; with its number where the list above shows it in full."""
    label = part.options[at].label
    is_listed = any(is_label_cut(each.label) for each in part.options)
    return f"{at + 1}. {label}" if is_listed else label


def _meant(part: Question[str], chosen: Option[str]) -> Choose | Give:
    if chosen.command:
        return Give(chosen.command)
    return Choose(part.case_id, part.key, chosen.id)


def _menus(part: Question[str], screen: Screen) -> list[Drawn]:
    """The answers as menus; none where their ids are too long for one."""
    values = [actions.option_value(o.id, o.command) for o in part.options]
    in_menu = most("elements", "static_select", "options")
    elements = []
    for start in range(0, len(values), in_menu):
        action_id = actions.menu_id(part.case_id, part.key, start)
        taken = values[start : start + in_menu]
        if not actions.fits_menu(action_id, taken):
            return []
        options = [
            option(_label(part, at), value, at + 1)
            for at, value in enumerate(taken, start)
        ]
        elements.append(menu(action_id, screen.say("slack.choose"), options))
    return [menus(elements)]
