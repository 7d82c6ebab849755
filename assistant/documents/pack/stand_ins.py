"""Tiny pictures that keep the places of photos and pages while a pack is set.

Typst unpacks every picture it places and holds on to it: twenty photos are 150 MB and
half of the time. So it is given a picture of one dot for each, stretched to the size
of what belongs there; the photo or page itself takes the place of the dot afterwards.
Order, alternative texts and colour space remain those that typst has written.
"""

import re
from functools import cache
from pathlib import Path

from assistant.documents.pack.objects import Objects

_DOT = Path(__file__).parent.parent / "data" / "dot.jpg"
_BEGIN, _COMMENT = b"\xff\xd8", b"\xff\xfe"  # of a JPEG, and of a comment in it
_MARK = re.compile(rb"stream\r?\n\xff\xd8\xff\xfe..parley (\d{6})\xff", re.DOTALL)
_REACH = 512  # bytes of an object in which the mark stands


def stand_in(number: int) -> bytes:
    """The picture of one dot that bears a number, 0 to 999,999."""
    mark = b"parley %06d" % number
    length = (len(mark) + 2).to_bytes(2)
    return b"".join((_BEGIN, _COMMENT, length, mark, _dot().removeprefix(_BEGIN)))


def places_kept(objects: Objects) -> dict[int, int]:
    """The numbers of the stand-ins in a PDF, each with the number of its object."""
    found = {}
    for number, whole in objects.items():
        mark = _MARK.search(whole, 0, _REACH)
        if mark:
            found[int(mark[1])] = number
    return found


@cache
def _dot() -> bytes:
    return _DOT.read_bytes()
