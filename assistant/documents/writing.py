"""A paper in the format that was asked for."""

from assistant.documents.paper import Paper, PaperFormat, Written
from assistant.documents.pdf import as_pdf
from assistant.documents.plain import as_text
from assistant.documents.word import as_word


def written(paper: Paper, form: PaperFormat) -> Written:
    """The paper as PDF, DOCX or text; an e-mail is more than a paper: see `mail`."""
    match form:
        case PaperFormat.PDF:
            return as_pdf(paper)
        case PaperFormat.DOCX:
            return as_word(paper)
        case PaperFormat.TXT | PaperFormat.EML:
            return as_text(paper)
