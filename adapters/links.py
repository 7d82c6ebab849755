"""Links that open the owner's own mail or messenger with a letter filled in.

Nothing is sent by them: the owner still presses "send".
"""

import re
from urllib.parse import quote

# Windows hands at most 2,083 characters to another program and opens nothing beyond.
LONGEST = 2_000


def mailto(email: str, subject: str, body: str) -> str:
    """A `mailto:` link (RFC 6068) with the letter in it.

    What would make the link longer than `LONGEST` is left out, to be pasted: the
    letter, then the subject.
    """
    address = f"mailto:{quote(email.strip(), safe='@+')}"
    about = f"subject={quote(subject, safe='')}" if subject else ""
    text = f"body={quote(_crlf(body), safe='')}"
    tries = (_with_query(address, about, text), _with_query(address, about))
    return next((link for link in tries if len(link) <= LONGEST), address)


def whatsapp(phone: str, body: str) -> str:
    """A `wa.me` link with the text in it; empty when the number is not international.

    WhatsApp takes numbers with their country code only. A national number is not
    guessed at: a wrong guess would show the letter to a stranger.
    """
    number = phone.strip()
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", ""))
    if number.startswith("00"):
        digits = digits[2:]
    elif not number.startswith("+"):
        return ""
    # E.164: at most 15 digits, the first not 0; the shortest in use have 7.
    if not 7 <= len(digits) <= 15 or digits.startswith("0"):
        return ""
    address = f"https://wa.me/{digits}"
    whole = f"{address}?text={quote(body, safe='')}"
    return whole if len(whole) <= LONGEST else address


def _with_query(address: str, *fields: str) -> str:
    query = "&".join(field for field in fields if field)
    return f"{address}?{query}" if query else address


def _crlf(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\n", "\r\n")
