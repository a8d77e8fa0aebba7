"""The statements that come out of documents, read by lmclassify and by libraries alone.

``pip install docx2txt mammoth pypdf pdfplumber trafilatura inscriptis readability-lxml striprtf
odfpy`` for the others; what is not installed is passed over with a word. Prints for each format and
reader the F1 of exact statements over the layouts and over the hard cases below, how many words it
gives that the layouts do not have (lost spaces, torn words), and the time a document takes.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import NamedTuple

from benchmarks.boundaries import LAYOUTS
from benchmarks.hard_documents import HARD
from lmclassify import documents
from lmclassify.documents.readers import web
from lmclassify.documents.statements import split
from tests.makers import MAKERS, blocks_of

RUNS = 5

Reader = Callable[[bytes], str]


class Sample(NamedTuple):
    """A document, the statements that it has, and all of its words where they are known."""

    data: bytes
    gold: list[str]
    words: set[str] | None


def ours(form: str) -> Reader:
    """Give lmclassify's own reader."""
    return lambda data: documents.parse(data, "a", format=form).text


def python_docx(data: bytes) -> str:
    """Paragraphs of the body, as most scripts do."""
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def python_docx_inner(data: bytes) -> str:
    """Paragraphs and tables in order."""
    import docx

    def lines(parent: docx.document.Document | docx.table._Cell) -> Iterator[str]:
        for block in parent.iter_inner_content():
            if isinstance(block, docx.table.Table):
                for row in block.rows:
                    for cell in row.cells:
                        yield from lines(cell)
            else:
                yield block.text

    return "\n".join(lines(docx.Document(io.BytesIO(data))))


def docx2txt(data: bytes) -> str:
    """As it comes."""
    import docx2txt as library

    return library.process(io.BytesIO(data))


def mammoth(data: bytes) -> str:
    """By way of its HTML, read as lmclassify reads web pages."""
    import mammoth as library

    return web.read(f"<html><body>{library.convert_to_html(io.BytesIO(data)).value}</body></html>")


def raw_pypdfium2(data: bytes) -> str:
    """Text as pdfium gives it."""
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return "\n".join(pages).replace("\r", "")


def pypdf(data: bytes) -> str:
    """As it comes."""
    import pypdf as library

    return "\n".join(page.extract_text() for page in library.PdfReader(io.BytesIO(data)).pages)


def pdfplumber(data: bytes) -> str:
    """As it comes."""
    import pdfplumber as library

    with library.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def pdfminer(data: bytes) -> str:
    """With its layout analysis, which knows columns."""
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def pdfminer_boxes(data: bytes) -> str:
    """With each of its boxes as one paragraph."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    boxes = (box for page in extract_pages(io.BytesIO(data)) for box in page)
    return "\n\n".join(
        " ".join(box.get_text().split()) for box in boxes if isinstance(box, LTTextContainer)
    )


def trafilatura(data: bytes) -> str:
    """Take the main content."""
    import trafilatura as library

    return library.extract(data.decode(), include_tables=True) or ""


def inscriptis(data: bytes) -> str:
    """Lay out the whole page."""
    import inscriptis as library

    return library.get_text(data.decode())


def readability(data: bytes) -> str:
    """Take the main content, read as lmclassify reads web pages."""
    import readability as library

    return web.read(library.Document(data.decode()).summary())


def striprtf(data: bytes) -> str:
    """As it comes."""
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(data.decode("cp1252"), errors="ignore")


def odfpy(data: bytes) -> str:
    """Headings and paragraphs, as most scripts do."""
    from odf import opendocument, teletype, text

    document = opendocument.load(io.BytesIO(data))
    names = (text.H, text.P)
    wanted = {name(check_grammar=False).qname for name in names}

    def lines(node: object) -> Iterator[str]:
        for child in getattr(node, "childNodes", ()):
            if getattr(child, "qname", None) in wanted:
                yield teletype.extractText(child)
            else:
                yield from lines(child)

    return "\n".join(lines(document.text))


WAYS: dict[str, dict[str, tuple[str, Reader]]] = {
    "docx": {
        "lmclassify": ("python-docx", ours("docx")),
        "python-docx, paragraphs": ("python-docx", python_docx),
        "python-docx, iter_inner_content": ("python-docx", python_docx_inner),
        "docx2txt": ("docx2txt", docx2txt),
        "mammoth": ("mammoth", mammoth),
    },
    "pdf": {
        "lmclassify": ("pypdfium2", ours("pdf")),
        "pypdfium2": ("pypdfium2", raw_pypdfium2),
        "pypdf": ("pypdf", pypdf),
        "pdfplumber": ("pdfplumber", pdfplumber),
        "pdfminer.six": ("pdfminer.six", pdfminer),
        "pdfminer.six, boxes": ("pdfminer.six", pdfminer_boxes),
    },
    "html": {
        "lmclassify": ("lxml", ours("html")),
        "trafilatura": ("trafilatura", trafilatura),
        "inscriptis": ("inscriptis", inscriptis),
        "readability-lxml": ("readability-lxml", readability),
    },
    "odt": {"lmclassify": ("lxml", ours("odt")), "odfpy": ("odfpy", odfpy)},
    "rtf": {"lmclassify": ("", ours("rtf")), "striprtf": ("striprtf", striprtf)},
}


def layouts(form: str) -> Iterator[Sample]:
    """Give the layouts of a format; of those that have none, all ten, made from their text."""
    real = sorted(LAYOUTS.glob(f"*.{form}"))
    for path in real or sorted(LAYOUTS.glob("*.txt")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = path.with_suffix(".statements").read_text(encoding="utf-8").splitlines()
        data = path.read_bytes() if real else MAKERS[form](blocks_of(text))
        yield Sample(data, gold, set(text.split()))


def measured(read: Reader, samples: list[Sample]) -> tuple[float, int, float]:
    """Give the F1 of exact statements, the number of strange words and the seconds a document."""
    right = given = wanted = strange = 0
    seconds = []
    for data, gold, words in samples:
        runs = []
        for _ in range(RUNS):
            start = time.perf_counter()
            text = read(data)
            runs.append(time.perf_counter() - start)
        seconds.append(statistics.median(runs))
        found = [" ".join(statement.text.split()) for statement in split(text)]
        left = list(gold)
        for statement in found:
            if statement in left:
                left.remove(statement)
                right += 1
        given, wanted = given + len(found), wanted + len(gold)
        if words is not None:
            strange += sum(word not in words for one in found for word in one.split())
    return 2 * right / (given + wanted), strange, statistics.mean(seconds)


def licence(package: str) -> str:
    """Give what a package says of its licence; nothing where there is no package."""
    if not package:
        return ""
    about = metadata.metadata(package)
    said = about.get("License-Expression") or about.get("License") or ""
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    return said.splitlines()[0] if said else classifiers[0].split(" :: ")[-1] if classifiers else ""


def main() -> None:
    """Print the table."""
    print("| | reader | licence | layouts F1 | hard cases F1 | strange words | ms a document |")
    print("|---|---|---|---|---|---|---|")
    for form, readers in WAYS.items():
        samples = list(layouts(form))
        hard = [Sample(data, gold, None) for data, gold in HARD[form]]
        for name, (package, read) in readers.items():
            try:
                read(samples[0].data)  # what it imports is not timed
            except ImportError as error:
                print(f"| {form} | {name} | not installed ({error.name}) | | | | |")
                continue
            f1, strange, seconds = measured(read, samples)
            hard_f1, _, _ = measured(read, hard)
            version = f" {metadata.version(package)}" if name == package else ""
            print(
                f"| {form} | {name}{version} | {licence(package)} | {f1:.3f} | {hard_f1:.3f} "
                f"| {strange} | {1000 * seconds:.1f} |"
            )


if __name__ == "__main__":
    main()
