"""What the book of places says, in the reader's language where it was translated."""

from assistant.chat.replies import Phrase, phrase


def place_name(code: str, name: str) -> Phrase:
    """What a place is called: `Deutschland` for `DE`, else its name in the book."""
    return place_text(code, "name", name)


def place_text(code: str, part: str, text: str) -> Phrase:
    """A sentence that a place's row has, such as its `forum`; as it stands in doubt.

    code: such as `GB-EAW`. part: the field, with the number of a step or paper.
    """
    key = f"{code.casefold().replace('-', '_')}.{part}"
    return phrase(f"place.{key}|verbatim", text=text)
