"""Where an angry draft rests: beside the case, sealed, and gone after the cool-down.

A case is an append-only file that could be asked for in court (K16), so words that
were too strong never enter it. They are a note under a name that is no platform's, and
leave no trace in its file once they are deleted.
"""

from dataclasses import dataclass

from assistant.store.port import DRAWER, Notebook


@dataclass(frozen=True, slots=True)
class Drawer:
    """The drafts of one business that rest, at most one a case."""

    notes: Notebook
    business_id: str

    def put(self, case_id: str, text: str) -> None:
        """Keep a draft, durably, in place of an earlier one."""
        self.notes.put(DRAWER, self._key(case_id), text, business_id=self.business_id)

    def get(self, case_id: str) -> str:
        """The draft that rests; empty without one."""
        return self.notes.get(DRAWER, self._key(case_id)) or ""

    def shred(self, case_id: str) -> None:
        """Delete the draft for good, if there is one."""
        if self.get(case_id):
            self.notes.shred(DRAWER, self._key(case_id))

    def _key(self, case_id: str) -> str:
        return f"{self.business_id}/{case_id}"
