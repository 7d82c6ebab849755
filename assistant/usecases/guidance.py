"""The menu and the help, made from the command registry."""

from assistant.chat.commands import REGISTRY, Command, CommandName
from assistant.chat.replies import Item, Listing, Option, Question, phrase
from assistant.errors import InputError
from assistant.usecases.visit import Visit


def menu(visit: Visit) -> None:
    """What can be done now, as buttons."""
    options = [
        Option("open", phrase("button.open"), "open"),
        Option("list", phrase("button.list"), "list"),
        Option("settings", phrase("button.settings"), "settings"),
        Option("help", phrase("button.help"), "help"),
    ]
    case_id = visit.conversation.case_id
    if case_id:
        resume = phrase("welcome.continue", case=case_id)
        options.insert(0, Option("continue", resume, f"show {case_id}"))
    visit.say(Question(key="menu", prompt=phrase("menu.ask"), options=tuple(options)))


def help_on(visit: Visit, command: Command) -> None:
    """Every command with an example, or one of them in more words."""
    if command.words:
        word = command.words[0].casefold()
        if word not in set(CommandName):
            raise InputError("error.unknown_command", word=word)
        spelling = REGISTRY[CommandName(word)]
        visit.tell(f"help.{word}")
        usage = f"/dispute {spelling.name} {spelling.usage}".strip()
        visit.tell("help.usage", usage=usage, example=f"/dispute {spelling.example}")
        return
    items = tuple(
        Item(
            phrase("value", value=f"/dispute {spelling.name} {spelling.usage}".strip()),
            phrase(f"help.{spelling.name}"),
            f"help {spelling.name}",
        )
        for spelling in REGISTRY.values()
    )
    visit.say(Listing(phrase("help.title"), items))
    visit.tell("help.inside_a_case")
    visit.tell("help.advice_line")
