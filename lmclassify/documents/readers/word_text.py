"""The text of one paragraph of a Word document, with what is anchored in it."""

from __future__ import annotations

from typing import Any, Final

from lmclassify.documents.readers.layout import TYPED_MARK, Blocks
from lmclassify.documents.readers.package import OFFICE
from lmclassify.documents.readers.word_styles import Style, Styles, W, is_on

DRAWING: Final = f"{{{OFFICE}drawingml/2006/main}}"
_MATH_TEXT: Final = f"{{{OFFICE}officeDocument/2006/math}}t"
_DIAGRAM: Final = f"{{{OFFICE}drawingml/2006/diagram}}relIds"
_ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DELETED: Final = frozenset((f"{W}del", f"{W}moveFrom"))
WITHOUT_TEXT: Final = frozenset(
    f"{W}{name}"
    for name in (
        "pPr rPr tblPr tblGrid tblPrEx trPr tcPr sdtPr sdtEndPr sectPr rt instrText delText "
        "delInstrText bookmarkStart bookmarkEnd proofErr"
    ).split()
)
_RUN, _TEXT, _FONTS, _SDT = (f"{W}{name}" for name in ("r", "t", "rFonts", "sdt"))
_BOXES: Final = frozenset((f"{W}txbxContent", f"{DRAWING}p", _DIAGRAM))
_CHARACTERS: Final = {
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), "\t"),
    **dict.fromkeys((f"{W}br", f"{W}cr"), "\n"),
    f"{W}noBreakHyphen": "-",
}
_SYMBOL_FONTS: Final = ("Wingdings", "Webdings", "Symbol")


class Paragraph:
    """Collects the runs of a paragraph.

    Attributes
    ----------
    boxes : list of lxml element
        Text boxes and diagrams that are anchored in the paragraph.
    bold : bool
        All of the text is bold.
    has_mark : bool
        The text begins with a typed bullet, which `text` leaves out.
    """

    def __init__(self, styles: Styles, style: Style, blocks: Blocks) -> None:
        self.boxes: list[Any] = []
        self.bold = True
        self.has_mark = False
        self._styles = styles
        self._style = style
        self._blocks = blocks
        self._parts: list[str] = []
        self._has_text = False

    def text(self) -> str:
        """Return the text without a typed bullet."""
        text = "".join(self._parts)
        mark = TYPED_MARK.match(text)
        if mark:
            self.has_mark = True
            text = text[mark.end() :]
        return text

    def collect(self, element: Any) -> None:
        """Collect the text in an element that is part of the paragraph."""
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._collect_run(child)
            elif tag in _BOXES:
                self.boxes.append(child)
            elif tag == _MATH_TEXT:
                self._parts.append(child.text or "")
            elif tag in DELETED:
                self._blocks.leave_out("deleted text", "".join(child.itertext()))
            elif tag == f"{_ALTERNATIVES}AlternateContent":
                # The first choice; the others are for old programs.
                self.collect(child[:1])
            elif tag == _SDT and is_on(child.find(f"{W}sdtPr"), "showingPlcHdr"):
                continue  # the prompt of an empty control
            elif tag not in WITHOUT_TEXT:
                self.collect(child)

    def _collect_run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        style = self._styles.find(named.get(f"{W}val", "")) if named is not None else Style()
        if style.is_prompt:
            return
        if _first(is_on(properties, "vanish"), style.hidden, self._style.hidden):
            self._blocks.leave_out("hidden text", "".join(run.itertext(_TEXT)))
            return
        bold = _first(is_on(properties, "b"), style.bold, self._style.bold)
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self._add(child.text or "", properties)
                self.bold &= bool(bold) or not (child.text or "").strip()
            elif tag in _CHARACTERS:
                self._parts.append(_CHARACTERS[tag])
            elif tag not in WITHOUT_TEXT:
                self.collect([child])

    def _add(self, text: str, properties: Any) -> None:
        fonts = properties.find(_FONTS) if properties is not None else None
        font = fonts.get(f"{W}ascii", "") if fonts is not None else ""
        if font.startswith(_SYMBOL_FONTS) and len(text.strip()) == 1:
            # A picture, mostly a bullet.
            self.has_mark |= not self._has_text
            return
        self._parts.append(text)
        self._has_text |= bool(text.strip())


def _first(*values: bool | None) -> bool | None:
    """Return the first value that is given."""
    return next((value for value in values if value is not None), None)
