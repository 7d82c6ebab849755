"""What became of words that were too strong, or were kept against advice (F-A11)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from assistant.domain.case import Case, Cooling, Entry


@dataclass(frozen=True, slots=True)
class DraftPutAside:
    """An angry draft rests; its words are kept beside the case, never in it (K16).

    until: when it is deleted and the owner reminded to look again.
    """

    kind: ClassVar[str] = "draft_put_aside"
    letter_id: str
    until: datetime

    def apply(self, case: Case, entry: Entry) -> Case:
        """The letter has to be known; what rested before is given up."""
        case.letter_by_id(self.letter_id)
        return replace(case, cooling=Cooling(self.letter_id, self.until))


@dataclass(frozen=True, slots=True)
class CoolDownEnded:
    """The angry draft is gone: its time was over, or calmer words took its place."""

    kind: ClassVar[str] = "cool_down_ended"

    def apply(self, case: Case, entry: Entry) -> Case:
        """Nothing rests any more."""
        return replace(case, cooling=None)


@dataclass(frozen=True, slots=True)
class WordingKept:
    """The owner keeps words of a letter that the tone check had found.

    digest: of the text they stand in; another text is checked anew.
    hits: what kinds of hits were kept, for the record.
    """

    kind: ClassVar[str] = "wording_kept"
    letter_id: str
    digest: str
    hits: tuple[str, ...] = ()

    def apply(self, case: Case, entry: Entry) -> Case:
        """Ask no more about this text."""
        letter = case.letter_by_id(self.letter_id)
        kept = replace(letter, kept=self.digest)
        letters = tuple(kept if x.id == kept.id else x for x in case.letters)
        return replace(case, letters=letters)
