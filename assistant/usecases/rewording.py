"""A message was changed after it was sent: an answer moves only when somebody says so.

Both wordings stay in the case file, because what was said when may matter.
"""

from assistant.chat.events import TextEdited
from assistant.chat.replies import Option, Question, Tone, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import LetterDrafted, NoteAdded
from assistant.domain.events.endings import active_entries
from assistant.domain.typed import clean_text
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.usecases import talking
from assistant.usecases.visit import Visit

REPLACE = "edited.replace"
_OPTIONS = (
    Option("replace", phrase("edited.replace.replace")),
    Option("keep", phrase("edited.replace.keep")),
)


def changed(visit: Visit, event: TextEdited) -> None:
    """Offer to replace the last answer; an earlier one stays, and that is said."""
    text = clean_text(event.text, LONGEST_TEXT)
    case = visit.case_here() if visit.conversation.case_id else None
    if case is None or not text or not _wrote(case, event.first):
        visit.tell("edited.seen")
        return
    note = visit.words(phrase("edited.note", text=text))
    case = visit.record(case, NoteAdded(note))
    if case.is_closed or not _was_last(case, event.first):
        visit.tell("edited.kept")
        return
    visit.conversation = visit.conversation.asks(REPLACE, text=text, first=event.first)
    prompt = phrase("edited.replace.ask", text=text)
    visit.say(Question(REPLACE, prompt, _OPTIONS, phrase("edited.replace.why")))


def answer_replace(visit: Visit, text: str) -> None:
    """The new wording in place of the answer, or the answer as it was."""
    choice = visit.picked(_OPTIONS, text)
    draft = visit.conversation.draft
    new, first = draft["text"], draft["first"]
    case = visit.case_here()
    visit.focus(case)
    if choice == "keep":
        visit.tell("edited.kept", Tone.GOOD)
        visit.show_question(case)
        return
    turns = [e.turn for e in case.entries if e.delivery_id == first]
    case = talking.taken_back(visit, case, turns[-1])
    visit.begin_turn(case)
    talking.typed(visit, case, new)


def _wrote(case: Case, delivery_id: str) -> bool:
    return any(entry.delivery_id == delivery_id for entry in case.entries)


def _was_last(case: Case, delivery_id: str) -> bool:
    """Whether nothing that a person did came after that message."""
    did = [
        entry
        for entry in active_entries(case.entries)
        if not (entry.is_by_clock or isinstance(entry.event, LetterDrafted | NoteAdded))
    ]
    return bool(did) and did[-1].delivery_id == delivery_id
