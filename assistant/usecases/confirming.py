"""The answer to "did I read this right?" inside a case."""

from assistant.chat.matching import match_option
from assistant.errors import InputError
from assistant.reading.messages import read_message
from assistant.usecases import proposing, talking
from assistant.usecases.visit import Visit


def answer(visit: Visit, text: str) -> None:
    """Use what was read, or ask; anything else typed answers the next question."""
    case = visit.case_here()
    if talking.control_word(visit, text) == "why":
        visit.tell("reading.why")
        proposing.offer(visit, case)
        return
    visit.focus(case)
    labels = {option.id: visit.words(option.label) for option in proposing.OPTIONS}
    choice = text if text in labels else match_option(text, labels)
    if choice is None:  # "stop", "undo", or an answer to what would come next
        try:
            talking.typed(visit, case, text)
        except InputError as error:
            if error.phrase != "error.choose_one_of":
                raise
            shown = tuple(labels.values())
            raise InputError(error.phrase, options=shown) from error
        return
    if choice == "no":
        visit.show_question(visit.proceed(case))
        return
    finding = read_message(case.statements[-1].text)
    proposal = proposing.propose(visit, case, finding)
    grown = visit.record(case, *proposal.events)
    visit.tell("reading.used")
    talking.go_on(visit, case, grown)
