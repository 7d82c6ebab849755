"""A letter: alone in its own message, as a file, and what can be done with it.

The message holds the letter and nothing else, without blocks and with Slack's markup
switched off, so that "Copy text" takes exactly the letter. A letter that is longer than
one message comes in several, in order, and whole in the file.
"""

from adapters import links
from adapters.slack.actions import EditLetter, FollowLink, Give
from adapters.slack.blocks import Drawn, Key, buttons, context, section
from adapters.slack.limits import limits
from adapters.slack.outgoing import Upload
from adapters.slack.screen import Screen
from adapters.slack.text import cleaned, cut, escaped, is_plain, one_line, pieces
from assistant.chat.replies import LetterText

LONGEST_COMMENT = 400  # of what comes with a file; its message says the rest
_LONGEST_NAME = 150
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def pieces_of(body: str) -> list[str]:
    """The letter's text in messages; joined, they are the letter."""
    body = cleaned(body)
    text = limits()["surfaces"]["message"]["constraints"]["text"]
    # A tenth is left free: nobody says how exactly Slack counts.
    return pieces(body, text["recommended_max_length"] * 9 // 10)


def as_file(part: LetterText[str], screen: Screen) -> Upload:
    """The whole letter as a text file, its subject in the first line."""
    about = f"{screen.say('slack.subject')}: {part.subject}\n\n" if part.subject else ""
    name = file_name(f"{part.case_id}-{part.letter_id}.txt")
    comment = one_line(screen.say("slack.letter_file", letter=part.title))
    return Upload(
        name=name,
        media_type="text/plain",
        content=cleaned(about + part.body).encode(),
        title=name,
        comment=escaped(cut(comment, LONGEST_COMMENT)),
    )


def beside(part: LetterText[str], screen: Screen, messages: int) -> list[Drawn]:
    """Name, note and subject of the letter, and its buttons.

    messages: in how many the letter came.
    """
    drawn = section(part.title)
    if messages > 1:
        drawn += section(screen.say("slack.letter_in_parts", count=messages))
    if part.subject:
        drawn += section(f"{screen.say('slack.subject')}: {part.subject}")
    if part.note is not None:
        drawn += context(part.note)
    drawn += _mail(part, screen)
    keys = [
        Key(screen.say("slack.edit_letter"), EditLetter(part.case_id, part.letter_id)),
        Key(screen.say("slack.letter_sent"), Give(f"sent {part.case_id}")),
    ]
    address = links.whatsapp(part.phone, cleaned(part.body)) if part.phone else ""
    if address:
        label = screen.say("slack.open_whatsapp")
        keys.append(Key(label, FollowLink(), url=address))
    return [*drawn, *buttons(keys)]


def file_name(name: str) -> str:
    """A name that shows what it is: one line, no folders, its ending kept."""
    shown = one_line(name).translate(_FORBIDDEN).strip(". ") or "file"
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return cut(shown, _LONGEST_NAME)
    return f"{cut(stem, _LONGEST_NAME - len(ending) - 1)}.{ending}"


def _mail(part: LetterText[str], screen: Screen) -> list[Drawn]:
    """A link, since the address of a button may not begin with `mailto:`."""
    label = screen.say("slack.open_mail")
    if not part.email or not is_plain(label):
        return []
    address = links.mailto(part.email, cleaned(part.subject), cleaned(part.body))
    text = {"type": "mrkdwn", "text": f"<{escaped(address)}|{label}>", "verbatim": True}
    return [Drawn({"type": "section", "text": text}, label)]
