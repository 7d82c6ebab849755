"""A paper as a Word document, with real styles, headers and page numbers."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from assistant.documents.paper import (
    Block,
    Heading,
    Items,
    PageSize,
    Paper,
    SignOff,
    Table,
    Text,
    Written,
)

# Word has it on every system, with the figures and accents of all our languages.
_FONT = "Cambria"
_INK, _SOFT = "1C2430", "5B6672"
_SHEETS = {PageSize.A4: (210, 297), PageSize.LETTER: (215.9, 279.4)}  # millimetres
_WIDTH, _AMOUNT = 163, 25  # millimetres between the margins, and of a column of amounts
_OLDEST = (1980, 1, 1, 0, 0, 0)  # what a zip file can say; the same every time


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph style looks; sizes in points.

    stays: on one page with what follows.
    """

    size: float
    bold: bool = False
    colour: str = _INK
    before: float = 0
    after: float = 0
    stays: bool = False


_LOOKS = {
    "Normal": _Look(10.5, after=8),
    "Letterhead": _Look(16, bold=True),
    "Small print": _Look(8, colour=_SOFT),
    "Addressee": _Look(10.5, before=42),
    "Address": _Look(10.5),
    "Subject line": _Look(11.5, bold=True, before=30, after=10, stays=True),
    "Section heading": _Look(10.5, bold=True, before=12, after=4, stays=True),
    "Banner": _Look(9, colour=_SOFT, after=10),
    "Closing": _Look(10.5, before=6, after=30, stays=True),
    "Signature lines": _Look(10.5, stays=True),
    "Enclosures": _Look(9, colour=_SOFT, before=20, after=2, stays=True),
    "Enclosure": _Look(9),
    "Cell": _Look(9.5),
}


def as_word(paper: Paper) -> Written:
    """The paper as DOCX; the same bytes for the same paper."""
    return Written(_Writer(paper).written())


class _Writer:
    """Writes one paper. python-docx and lxml are imported here and not before."""

    def __init__(self, paper: Paper) -> None:
        import docx  # noqa: PLC0415

        self._paper = paper
        self._document: Any = docx.Document()
        self._lay_out()

    def written(self) -> bytes:
        """All of it, in order."""
        paper = self._paper
        self._head()
        self._foot()
        if paper.banner:
            self._line(paper.banner, "Banner")
        for number, line in enumerate(paper.to):
            self._line(line, "Address" if number else "Addressee")
        self._facts()
        self._line(paper.subject, "Subject line")
        for at, block in enumerate(paper.blocks):
            following = paper.blocks[at + 1 : at + 2]
            stays = bool(following) and isinstance(following[0], SignOff)
            self._block(block, stays=stays)
        if paper.enclosures:
            self._line(paper.enclosures_title, "Enclosures")
            for number, name in enumerate(paper.enclosures, 1):
                self._line(f"{number}.\t{name}", "Enclosure")
        return self._packed()

    # -- the sheet ------------------------------------------------------------------

    def _lay_out(self) -> None:
        from docx.shared import Mm  # noqa: PLC0415

        paper, section = self._paper, self._document.sections[0]
        width, height = _SHEETS[paper.size]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin, section.right_margin = Mm(25), Mm(22)
        section.top_margin, section.bottom_margin = Mm(24), Mm(28)
        section.different_first_page_header_footer = True
        properties = self._document.core_properties
        made_at = datetime.combine(paper.made_on, time(), UTC)
        properties.created = properties.modified = made_at
        properties.title = paper.title[:250]
        properties.author = paper.head.name[:250]
        properties.language = paper.language.replace("_", "-")
        properties.comments = ""
        self._styles()

    def _styles(self) -> None:
        for name, look in _LOOKS.items():
            self._style(name, look)
        normal = self._document.styles["Normal"]
        normal.paragraph_format.line_spacing = 1.12
        self._speak(normal)

    def _style(self, name: str, look: "_Look") -> None:
        from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        styles = self._document.styles
        known = {style.name for style in styles}
        kind = WD_STYLE_TYPE.PARAGRAPH
        style = styles[name] if name in known else styles.add_style(name, kind)
        style.font.name, style.font.size = _FONT, Pt(look.size)
        style.font.bold = look.bold
        style.font.color.rgb = RGBColor.from_string(look.colour)
        style.paragraph_format.space_before = Pt(look.before)
        style.paragraph_format.space_after = Pt(look.after)
        style.paragraph_format.keep_with_next = look.stays
        style.paragraph_format.widow_control = True

    def _speak(self, style: Any) -> None:
        """The language of the words, for spelling and hyphenation."""
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), self._paper.language.replace("_", "-"))
        style.element.get_or_add_rPr().append(spoken)

    def _head(self) -> None:
        from docx.shared import Mm  # noqa: PLC0415

        head, section = self._paper.head, self._document.sections[0]
        first = section.first_page_header.paragraphs[0]
        if head.logo:
            first.alignment = 2  # right
            first.add_run().add_picture(io.BytesIO(head.logo), height=Mm(16))
            first = section.first_page_header.add_paragraph()
        first.style = self._document.styles["Letterhead"]
        first.add_run(_xml(head.name))
        if head.address:
            address = section.first_page_header.add_paragraph(
                _xml(" · ".join(head.address)), self._document.styles["Small print"]
            )
            address.paragraph_format.space_after = Mm(4)
        later = section.header.paragraphs[0]
        later.style = self._document.styles["Small print"]
        names = (head.name, *self._paper.to[:1], self._paper.facts[0][1])
        later.add_run(_xml(" · ".join(filter(None, names))))

    def _foot(self) -> None:
        head, section = self._paper.head, self._document.sections[0]
        small = self._document.styles["Small print"]
        first = section.first_page_footer.paragraphs[0]
        first.style = small
        told = (*head.contact, head.tax, *head.bank)
        first.add_run(_xml(" · ".join(filter(None, told))))
        for footer in (section.first_page_footer, section.footer):
            numbers = footer.add_paragraph(style=small)
            numbers.alignment = 2  # right
            self._page_numbers(numbers)

    def _page_numbers(self, paragraph: Any) -> None:
        pattern = self._paper.pages
        for piece in _pieces(pattern):
            if piece in ("{page}", "{pages}"):
                _field(paragraph, "PAGE" if piece == "{page}" else "NUMPAGES")
            else:
                paragraph.add_run(_xml(piece))

    # -- what stands on it ----------------------------------------------------------

    def _line(self, text: str, style: str) -> Any:
        return self._document.add_paragraph(_xml(text), self._document.styles[style])

    def _facts(self) -> None:
        """Labels and values at a tab, under the address."""
        from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

        for number, (label, value) in enumerate(self._paper.facts):
            line = self._line("", "Cell")
            line.paragraph_format.tab_stops.add_tab_stop(Mm(38))
            line.paragraph_format.space_before = Pt(18 if not number else 1)
            run = line.add_run(_xml(label))
            run.font.color.rgb = RGBColor.from_string(_SOFT)
            line.add_run(_xml(f"\t{value}"))

    def _block(self, block: Block, *, stays: bool) -> None:
        match block:
            case Text(text=text):
                self._line(text, "Normal").paragraph_format.keep_with_next = stays
            case Heading(text=text):
                self._line(text, "Section heading")
            case Items(items=items):
                style = "List Number" if block.is_numbered else "List Bullet"
                for number, item in enumerate(items, block.start):
                    text = f"{number}.\t{item}" if block.is_numbered else item
                    line = self._line(text, "Normal" if block.is_numbered else style)
                    self._indent(line, is_numbered=block.is_numbered)
            case SignOff(lines=lines):
                self._line(lines[0], "Closing")
                for line in lines[1:]:
                    self._line(line, "Signature lines")
            case Table():
                self._table(block)

    def _indent(self, line: Any, *, is_numbered: bool) -> None:
        from docx.shared import Mm, Pt  # noqa: PLC0415

        line.paragraph_format.space_after = Pt(3)
        if is_numbered:
            line.paragraph_format.left_indent = Mm(7)
            line.paragraph_format.first_line_indent = Mm(-7)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(7))

    def _table(self, table: Table) -> None:
        """Words on the left, amounts on the right, fine lines between the rows."""
        from docx.shared import Mm  # noqa: PLC0415

        amounts = len(table.header) - table.texts
        drawn = self._document.add_table(rows=0, cols=len(table.header))
        drawn.autofit = False
        _rule(drawn)
        rest = (_WIDTH - amounts * _AMOUNT) / table.texts
        widths = [rest] * table.texts + [_AMOUNT] * amounts
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = Mm(width)
        last = len(table.rows) - table.totals
        for number, row in enumerate((table.header, *table.rows)):
            added = drawn.add_row()
            _keep_whole(added)
            for at, text in enumerate(row):
                cell = added.cells[at]
                cell.width = Mm(widths[at])
                paragraph = cell.paragraphs[0]
                paragraph.style = self._document.styles["Cell"]
                paragraph.alignment = 0 if at < table.texts else 2
                paragraph.add_run(_xml(text)).bold = number == 0 or number > last
        _repeat_header(drawn.rows[0])
        self._line("", "Cell")

    def _packed(self) -> bytes:
        """The file with every member at one fixed time, in one order."""
        raw, packed = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with (
            zipfile.ZipFile(raw) as given,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for name in given.namelist():
                member = zipfile.ZipInfo(name, _OLDEST)
                member.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(member, given.read(name))
        return packed.getvalue()


def _xml(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        char for char in text if char in "\t\n" or (char >= " " and char not in "￾￿")
    )


def _pieces(pattern: str) -> list[str]:
    pieces: list[str] = []
    rest = pattern
    for mark in sorted(("{page}", "{pages}"), key=pattern.find):
        before, found, rest = rest.partition(mark)
        pieces += [before, found]
    return [piece for piece in (*pieces, rest) if piece]


def _field(paragraph: Any, code: str) -> None:
    """A field that Word fills in: PAGE or NUMPAGES."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {text} "
        run._r.append(mark)  # noqa: SLF001 -- the way python-docx documents for fields
        if kind == "separate":
            paragraph.add_run("1")


def _rule(table: Any) -> None:
    """A fine line below every row, and none anywhere else."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        line = OxmlElement(side)
        for name, value in (("val", "single"), ("sz", "4"), ("color", "C4CBD3")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def _keep_whole(row: Any) -> None:
    """A row is not parted between two pages."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _repeat_header(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
