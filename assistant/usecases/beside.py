"""Answers to questions beside the playbooks: set-up, opening, confirming.

The conversation remembers which one is open; here is who takes its answer.
"""

from collections.abc import Callable

from assistant.chat.replies import Tone
from assistant.usecases import (
    albums,
    case_commands,
    confirming,
    dates,
    ending,
    forwarding,
    importing,
    leaving,
    opening,
    pasted,
    profile,
    proposing,
    rewording,
    second_opinion,
    snoozing,
    talking,
)
from assistant.usecases.visit import Visit


def answer(visit: Visit, asking: str, text: str) -> None:
    """Hand the answer (typed, or an option's id) to the question it belongs to.

    "Stop" and "back" leave the question, as does one that this version asks no more;
    while a reading is to be confirmed they mean the case itself.
    """
    if asking.startswith(profile.SETUP) and proposing.is_complaint(text):
        visit.tell("setup.later", Tone.GOOD)
        pasted.text_came(visit, text)
        return
    for prefix in (profile.SETUP, profile.SETTING):
        if asking.startswith(prefix):
            _PROFILE[prefix](visit, asking.removeprefix(prefix), text)
            return
    is_left = talking.control_word(visit, text) in ("stop", "back")
    if asking not in _QUESTIONS or (is_left and asking != proposing.READING):
        visit.conversation = visit.conversation.about(visit.conversation.case_id)
        visit.tell("confirm.nothing_changed")
        return
    _QUESTIONS[asking](visit, text)


_PROFILE: dict[str, Callable[[Visit, str, str], None]] = {
    profile.SETUP: profile.answer_setup,
    profile.SETTING: profile.answer_setting,
}
_QUESTIONS: dict[str, Callable[[Visit, str], None]] = {
    albums.WHERE: albums.answer_where,
    forwarding.WHERE: forwarding.answer_where,
    rewording.REPLACE: rewording.answer_replace,
    leaving.CANCEL: leaving.answer_cancel,
    leaving.DELETE: leaving.answer_delete,
    pasted.KIND: pasted.answer_kind,
    pasted.READ: pasted.answer_read,
    proposing.READING: confirming.answer,
    opening.INVOICE: opening.answer_invoice,
    importing.OFFER: importing.answer_offer,
    importing.SENTENCE: importing.answer_sentence,
    case_commands.RESUME: case_commands.answer_resume,
    ending.CLOSE: ending.answer_close,
    snoozing.UNTIL: snoozing.answer_until,
    dates.WHEN: dates.answer,
    second_opinion.SECOND: second_opinion.answer,
}
