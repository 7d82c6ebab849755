"""By which playbook a business and each case are worked; to be changed at any time."""

from assistant.chat.matching import folded, match_option
from assistant.chat.replies import Option, Phrase, Question, Tone, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import FactRecorded, PlaybookChanged
from assistant.errors import InputError
from assistant.usecases.visit import Visit

KEY = "playbook"  # its name under settings, and in `update CASE playbook trades`
_SAID = "kind_of_job"  # the question of the playbooks that this answers too


def names(visit: Visit) -> tuple[str, ...]:
    """The playbooks there are, those of jobs on site first."""
    return tuple(sorted(visit.office.playbooks, reverse=True))


def playbook_name(name: str) -> Phrase:
    """What a playbook is called; an owner's own goes by its file's name."""
    return phrase(f"playbook.{name}|verbatim", text=name)


def read(visit: Visit, text: str) -> str:
    """The playbook meant; InputError if there is none of that name."""
    labels = {name: visit.words(playbook_name(name)) for name in names(visit)}
    found = match_option(text, labels)
    if found is None or folded(text).isdecimal():
        shown = tuple(labels.values())
        raise InputError("error.playbook_unknown", text=text, names=shown)
    return found


def change(visit: Visit, case: Case, text: str) -> None:
    """Work a case by another playbook, or ask which; every answer stays."""
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    if not text:
        _ask(visit, case)
        return
    name = read(visit, text)
    if name == visit.playbook(case).name:
        visit.tell("playbook.same", case=case.id, playbook=playbook_name(name))
        visit.show_question(case)
        return
    said = FactRecorded(_SAID, name)
    case = visit.record(case, PlaybookChanged(name), said)
    called = playbook_name(name)
    visit.tell("playbook.changed", Tone.GOOD, case=case.id, playbook=called)
    visit.show_question(visit.proceed(case))


def _ask(visit: Visit, case: Case) -> None:
    options = tuple(
        Option(name, playbook_name(name), f"update {case.id} {KEY} {name}")
        for name in names(visit)
    )
    prompt, why = phrase("playbook.ask", case=case.id), phrase("playbook.why")
    question = Question(KEY, prompt, options, why, case_id=case.id)
    visit.say(question)
