"""Which case a command is about."""

from assistant.chat.commands import REGISTRY, Command, CommandName
from assistant.domain.case import Case
from assistant.errors import InputError
from assistant.usecases.visit import Visit

_LONGEST_NAME = 6  # words of a case's name: an invoice number may have spaces in it
# Commands whose one argument can be nothing but a case.
_ONLY_A_CASE = (CommandName.UNDO, CommandName.OFFER, CommandName.RESUME)


def case_named(visit: Visit, command: Command) -> tuple[Case, Command]:
    """The case a command is about: the one it names, else the one in focus.

    Returns it with what is left of the command. Raises InputError where there is none.
    """
    for count in range(min(len(command.words), _LONGEST_NAME), 0, -1):
        named = known_id(visit, " ".join(command.words[:count]))
        if named:
            rest = Command(command.name, command.words[count:], command.after(count))
            return visit.load(named), rest
    is_named = len(command.words) == 1 and command.name in _ONLY_A_CASE
    if command.words and (is_named or command.words[0].upper().startswith("D-")):
        # Never taken for words about the case in focus: that would be another one.
        raise InputError("error.case_not_found", case=command.words[0])
    if not REGISTRY[command.name].takes_case:
        raise InputError("error.no_case_here")
    return visit.case_here(), command


def known_id(visit: Visit, word: str) -> str | None:
    """The case id meant: `D-INV-7`, `d-inv-7`, or the invoice's number alone.

    None for a word that names no case that whoever acts may see.
    """
    wanted = word.casefold()
    by_number = None
    for summary in visit.summaries():
        if summary.case_id.casefold() == wanted:
            return summary.case_id
        if summary.invoice_number.casefold() == wanted:
            by_number = summary.case_id
    return by_number
