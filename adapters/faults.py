"""What a log may say of an error of ours: its kind and where, never its words.

The text of an exception may hold a customer's name, an amount or a token.
"""

from pathlib import Path
from traceback import extract_tb

_DEEPEST = 6  # frames; the last ones say most


def where(error: BaseException) -> str:
    """Such as `KeyError at service.py:120 < visit.py:88`: innermost first."""
    frames = extract_tb(error.__traceback__)[-_DEEPEST:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' < '.join(reversed(places)) or '?'}"
