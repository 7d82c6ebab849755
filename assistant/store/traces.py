"""Where something that is to be erased is named: in notes, messages and drafts.

Those are JSON or plain text, so a name is looked for as it is and as JSON writes it,
as a word of its own: `D-7` is not in `D-70`.
"""

import json
import re
from collections.abc import Iterable


class Traces:
    """The names of what is to be erased; none of them is found in an empty text."""

    def __init__(self, names: Iterable[str]) -> None:
        written = {
            form
            for name in names
            if name.strip()
            for form in (name.strip(), json.dumps(name.strip())[1:-1])
        }
        longest_first = sorted(written, key=len, reverse=True)
        any_of_them = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(
            rf"(?<![\w-])(?:{any_of_them})(?![\w-])" if written else r"(?!)",
            re.IGNORECASE,
        )

    def are_in(self, *texts: str) -> bool:
        """Whether one of the texts has one of the names."""
        return any(map(self._pattern.search, texts))
