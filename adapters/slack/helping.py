"""What can be typed: one message, made from the registry that the parser reads."""

from adapters.slack.actions import Give, OpenForm
from adapters.slack.blocks import Key, buttons, context, header, section
from adapters.slack.outgoing import Post
from adapters.slack.paging import posts
from adapters.slack.screen import Screen
from assistant.chat.commands import REGISTRY
from assistant.errors import InputError

_BUTTONS = (("slack.my_cases", "list"), ("slack.settings", "settings"))


def help_message(screen: Screen, mistake: InputError | None = None) -> Post:
    """Every command with an example, and the usual ones as buttons.

    For `/dispute` alone, for `help`, and for words that are no command.
    mistake: why it is shown, as `commands.parse` raised it; names the nearest word.
    """
    say = screen.say
    lines = [
        f"/dispute {spelling.example}\n{say(f'help.{name}')}"
        for name, spelling in REGISTRY.items()
    ]
    lines.append(f"/dispute here\n{say('slack.help_here')}")
    said = section(say(mistake.phrase, **mistake.facts)) if mistake else []
    keys = [Key(say("slack.new_dispute"), OpenForm(), is_main=True)]
    keys += [Key(say(key), Give(command)) for key, command in _BUTTONS]
    drawn = [
        *said,
        *header(say("help.title")),
        *section("\n".join(lines)),
        *context(say("help.inside_a_case")),
        *context(say("help.advice_line")),
        *buttons(keys),
    ]
    return posts([drawn], "")[0]
