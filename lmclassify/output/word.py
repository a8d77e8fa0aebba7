"""Classified documents as a short report in Word's format.

The templates ``templates/word_*.xml`` are the parts of the file: a report needs headings,
paragraphs and tables only, and no library to write them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from lmclassify import templates
from lmclassify.output import text as text_view
from lmclassify.output import verdict
from lmclassify.output.report import PRACTICE_MEANINGS, strongest
from lmclassify.output.run import Run
from lmclassify.output.text import percent, printable, shown_probability
from lmclassify.results import LABELS, PRACTICES, SIDES, DocumentResult

_TINTS: Final = {"leadership": "F8E9F3", "management": "E2F2F5"}
"""As in the report."""

_DOCUMENT_XML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES: Final = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_DOCUMENT_XML}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_DOCUMENT_XML}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_DOCUMENT_XML}.numbering+xml"/>
<Override PartName="/word/footer.xml" ContentType="{_DOCUMENT_XML}.footer+xml"/>
<Override PartName="/docProps/core.xml"
 ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
"""
_PACKAGE_RELATIONS: Final = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"
 Target="docProps/core.xml"/>
</Relationships>
"""
_DOCUMENT_RELATIONS: Final = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_RELATIONS}/footer" Target="footer.xml"/>
<Relationship Id="rId3" Type="{_RELATIONS}/numbering" Target="numbering.xml"/>
</Relationships>
"""
_NUMBERING: Final = f"""{_HEAD}<w:numbering
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
<w:lvlText w:val="•"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>
"""


def write(results: Iterable[DocumentResult], run: Run, stream: IO[bytes]) -> None:
    """Write documents as one report; if there are several, a table compares them first."""
    documents = list(results)
    origin = run.describe()
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/numbering.xml": _NUMBERING,
        "word/styles.xml": templates.render("word_styles.xml"),
        "word/footer.xml": templates.render("word_footer.xml", origin=origin),
        "docProps/core.xml": templates.render("word_core.xml", run=run),
        "word/document.xml": templates.render(
            "word_document.xml",
            documents=[_document(result) for result in documents],
            comparison=[_compared(result) for result in documents],
            labels=list(LABELS),
            disclaimer=text_view.DISCLAIMER,
            about=text_view.ABOUT,
            tints=_TINTS,
            origin=origin,
        ),
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _document(result: DocumentResult) -> dict[str, Any]:
    summary = result.summary
    practices = result.practices or (None,) * len(result.statements)
    lines = [verdict.describe_rivals(summary).capitalize()] if summary.rivals else []
    if summary.in_scope:
        lines += [text_view.describe_shares(summary), verdict.describe_standing(summary)]
    if not result.statements:
        lines.append("No statements found: only headings or fragments.")
    return {
        "source": printable(result.source),
        "verdict": summary.verdict.capitalize(),
        "lines": [*lines, *(f"Note: {printable(note)}" for note in result.notes)],
        "strongest": {side: strongest(side, result) for side in SIDES},
        "practices": [
            (side, practice, PRACTICE_MEANINGS[practice], str(count))
            for side in SIDES
            for practice, count in (summary.practices or {}).items()
            if PRACTICES[practice] == side
        ],
        "statements": [
            (
                printable(statement.text),
                prediction.label,
                percent(shown_probability(prediction.confidence)),
                practice or "",
            )
            for (statement, prediction), practice in zip(result.statements, practices, strict=True)
        ],
    }


def _compared(result: DocumentResult) -> Sequence[str]:
    counts = result.summary.counts
    return (
        printable(result.source),
        result.summary.verdict,
        *(str(counts[label]) for label in LABELS),
    )
