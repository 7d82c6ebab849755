"""What the words and numbers of a playbook have to look like."""

from typing import Annotated

import msgspec

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="a name of small letters, digits and _, 40 at most",
    ),
]
"""Names a step, an option, a fact, a deadline or a part; buttons carry it."""

Count = Annotated[
    int, msgspec.Meta(ge=1, le=10_000, description="a whole number from 1 to 10000")
]
"""How many hours, days or times."""
