"""Everything the assistant raises on purpose.

`InputError` is the person's to put right and becomes a reply; `PlaybookError` is the
author's and is raised while loading; the rest say the same thing in every store.
"""

from typing import Any


class AssistantError(Exception):
    """Base of all errors raised on purpose."""


class InputError(AssistantError):
    """The person can put it right: a phrase key and the facts that fill it.

    phrase: key in the phrase catalogue, under `error.`; says what to do next.
    facts: values for the phrase's placeholders (domain values, not formatted text).
    """

    def __init__(self, phrase: str, **facts: Any) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.facts = facts


class PlaybookError(AssistantError):
    """One or more mistakes in a playbook, template or catalogue.

    problems: one line each, `file:line: what is wrong`.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SettingsError(AssistantError):
    """Settings that cannot be used; one line per problem in `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class MemberNotFoundError(AssistantError):
    """Nobody of that name belongs to the business."""


class CaseNotFoundError(AssistantError):
    """No case with this id in this business."""


class AlreadyHandledError(AssistantError):
    """This delivery did its work before; `case_id` is where, empty outside a case."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class StaleCaseError(AssistantError):
    """Somebody else saved the case meanwhile; load it afresh and try again."""


class StoreError(AssistantError):
    """The store cannot keep or read something; the message says what and where."""
