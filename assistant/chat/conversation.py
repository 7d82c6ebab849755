"""Where a conversation stands beside the playbooks: the case, what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one place remembers between two messages.

    place: the place's key.
    case_id: the case that plain text belongs to; empty when there is none.
    asking: the open question outside a case (`setup.name`, `opening.invoice`), or
        the special question inside one (`edit.W3`); empty when there is none.
    draft: what was typed for it so far.
    delivery: id of the message that changed the conversation last.
    """

    place: str
    case_id: str = ""
    asking: str = ""
    draft: Mapping[str, str] = field(default_factory=dict)
    delivery: str = ""

    def about(self, case_id: str) -> "Conversation":
        """The same place with another case in focus and nothing asked beside it."""
        return Conversation(self.place, case_id)

    def asks(self, question: str, **draft: str) -> "Conversation":
        """With an open question; what was typed before is kept."""
        return replace(self, asking=question, draft={**self.draft, **draft})
