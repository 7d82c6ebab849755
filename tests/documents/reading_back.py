"""What a reader of our PDFs gets, with two readers."""

import io
import re

import pypdfium2
from pypdf import PdfReader

_INVISIBLE = re.compile("[\u200b\u00ad\u2060\u200e\u200f]")


def pages(pdf: bytes) -> list[str]:
    """The text of each page, white space made single."""
    reader = PdfReader(io.BytesIO(pdf))
    return [_plain(page.extract_text()) for page in reader.pages]


def pages_by_pdfium(pdf: bytes) -> list[str]:
    """The same as another program reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(_plain(text.get_text_range()))
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def words(text: str) -> str:
    """Letters and digits alone: what has to be the same however lines are broken."""
    return re.sub(r"[\W_]+", "", _INVISIBLE.sub("", text))


def _plain(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())
