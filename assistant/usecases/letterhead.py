"""What only letters need to know of the business: payment link, tax rate, logo."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from assistant.chat.events import FileGiven
from assistant.chat.matching import is_word
from assistant.chat.replies import Tone
from assistant.documents.photos import NotAPictureError, logo_picture
from assistant.domain.business import Profile
from assistant.errors import InputError
from assistant.usecases.office import FILE_LIMIT
from assistant.usecases.team import refuse_unless_owner
from assistant.usecases.visit import Visit

_OFF = ["off", "none", "never", "no"]


def read_link(visit: Visit, profile: Profile, text: str) -> Profile:
    """Where invoices can be paid online; "off" for nowhere."""
    if is_word(text, _OFF):
        return replace(profile, pay_link="")
    if not re.fullmatch(r"https://[^\s<>\"]+\.[^\s<>\"]+", text):
        raise InputError("error.link_unreadable", text=text)
    return replace(profile, pay_link=text)


def read_tax_rate(visit: Visit, profile: Profile, text: str) -> Profile:
    """The tax that invoices contain, in percent; "off" for not said."""
    if is_word(text, _OFF):
        return replace(profile, tax_rate=None)
    typed = text.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", typed):
        raise InputError("error.percent_unreadable", text=text)
    return replace(profile, tax_rate=Decimal(typed))


def read_logo(visit: Visit, profile: Profile, text: str) -> Profile:
    """A logo is given as a file; only taking it away can be typed."""
    if is_word(text, _OFF):
        return replace(profile, logo="")
    raise InputError("error.logo_is_a_file")


def logo_given(visit: Visit, event: FileGiven) -> None:
    """Keep a picture for the letterhead: scaled, without notes, as PNG."""
    refuse_unless_owner(visit)
    with event.open() as stream:
        raw = stream.read(FILE_LIMIT + 1)
    if len(raw) > FILE_LIMIT:
        limit = f"{FILE_LIMIT // 1024 // 1024} MB"
        raise InputError("error.logo_too_large", limit=limit)
    try:
        picture = logo_picture(raw)
    except NotAPictureError as error:
        raise InputError("error.logo_unreadable", name=event.name) from error
    kept = visit.office.files.put(BytesIO(picture), FILE_LIMIT)
    said = visit.office.as_said(visit.business.id).profile
    visit.change_business(profile=replace(said, logo=kept.sha256))
    visit.tell("settings.kept", Tone.GOOD)
    visit.conversation = replace(visit.conversation, asking="", draft={})
