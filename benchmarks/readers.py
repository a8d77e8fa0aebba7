"""Readers of documents: lmclassify compared with other libraries.

The others need ``pip install docx2txt mammoth pypdf pdfplumber trafilatura inscriptis
readability-lxml striprtf odfpy``; those that are not installed are left out with a note. Prints for
each format and reader the F1 of exact statements over the layouts and over the documents of
``hard_documents.py``, the number of words that are not in the layouts (lost spaces, split words),
and the time per document.
"""

from __future__ import annotations

import io
import statistics
import time
from collections import Counter
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
    """A document, its gold statements, and all of its words if they are known."""

    data: bytes
    gold: list[str]
    words: set[str] | None


def own_reader(format: str) -> Reader:
    """Return lmclassify's reader of a format."""
    return lambda data: documents.parse(data, "a", format=format).text


def python_docx(data: bytes) -> str:
    """Read the paragraphs of the body, as most scripts do."""
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def python_docx_inner(data: bytes) -> str:
    """Read paragraphs and tables in order."""
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
    """Read with the defaults."""
    import docx2txt as library

    return str(library.process(io.BytesIO(data)))


def mammoth(data: bytes) -> str:
    """Convert to HTML and read that as lmclassify reads web pages."""
    import mammoth as library

    page = library.convert_to_html(io.BytesIO(data)).value
    return web.read(f"<html><body>{page}</body></html>").text


def raw_pypdfium2(data: bytes) -> str:
    """Read the text as pdfium returns it."""
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return "\n".join(pages).replace("\r", "")


def pypdf(data: bytes) -> str:
    """Read with the defaults."""
    import pypdf as library

    return "\n".join(page.extract_text() for page in library.PdfReader(io.BytesIO(data)).pages)


def pdfplumber(data: bytes) -> str:
    """Read with the defaults."""
    import pdfplumber as library

    with library.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def pdfminer(data: bytes) -> str:
    """Use its layout analysis, which recognises columns."""
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(data)))


def pdfminer_boxes(data: bytes) -> str:
    """Read each of its boxes as one paragraph."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    boxes = (box for page in extract_pages(io.BytesIO(data)) for box in page)
    return "\n\n".join(
        " ".join(box.get_text().split()) for box in boxes if isinstance(box, LTTextContainer)
    )


def trafilatura(data: bytes) -> str:
    """Extract the main content."""
    import trafilatura as library

    return library.extract(data.decode(), include_tables=True) or ""


def inscriptis(data: bytes) -> str:
    """Lay out the whole page."""
    import inscriptis as library

    return str(library.get_text(data.decode()))


def readability(data: bytes) -> str:
    """Extract the main content and read it as lmclassify reads web pages."""
    import readability as library

    return web.read(library.Document(data.decode()).summary()).text


def striprtf(data: bytes) -> str:
    """Read with the defaults."""
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(data.decode("cp1252"), errors="ignore"))


def odfpy(data: bytes) -> str:
    """Read headings and paragraphs, as most scripts do."""
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


READERS: dict[str, dict[str, tuple[str, Reader]]] = {
    "docx": {
        "lmclassify": ("python-docx", own_reader("docx")),
        "python-docx, paragraphs": ("python-docx", python_docx),
        "python-docx, iter_inner_content": ("python-docx", python_docx_inner),
        "docx2txt": ("docx2txt", docx2txt),
        "mammoth": ("mammoth", mammoth),
    },
    "pdf": {
        "lmclassify": ("pypdfium2", own_reader("pdf")),
        "pypdfium2": ("pypdfium2", raw_pypdfium2),
        "pypdf": ("pypdf", pypdf),
        "pdfplumber": ("pdfplumber", pdfplumber),
        "pdfminer.six": ("pdfminer.six", pdfminer),
        "pdfminer.six, boxes": ("pdfminer.six", pdfminer_boxes),
    },
    "html": {
        "lmclassify": ("lxml", own_reader("html")),
        "trafilatura": ("trafilatura", trafilatura),
        "inscriptis": ("inscriptis", inscriptis),
        "readability-lxml": ("readability-lxml", readability),
    },
    "odt": {"lmclassify": ("lxml", own_reader("odt")), "odfpy": ("odfpy", odfpy)},
    "rtf": {"lmclassify": ("", own_reader("rtf")), "striprtf": ("striprtf", striprtf)},
}


def read_layouts(format: str) -> Iterator[Sample]:
    """Yield the layouts of a format; if there are none, all ten, made from their text."""
    real = sorted(LAYOUTS.glob(f"*.{format}"))
    for path in real or sorted(LAYOUTS.glob("*.txt")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = path.with_suffix(".statements").read_text(encoding="utf-8").splitlines()
        data = path.read_bytes() if real else MAKERS[format](blocks_of(text))
        yield Sample(data, gold, set(text.split()))


def measure(read: Reader, samples: list[Sample]) -> tuple[float, int, float]:
    """Return the F1 of exact statements, the number of unknown words and seconds per document."""
    n_correct = n_read = n_gold = n_unknown = 0
    seconds = []
    for data, gold, words in samples:
        runs = []
        for _ in range(RUNS):
            start = time.perf_counter()
            text = read(data)
            runs.append(time.perf_counter() - start)
        seconds.append(statistics.median(runs))
        statements = [" ".join(statement.text.split()) for statement in split(text)]
        n_correct += (Counter(statements) & Counter(gold)).total()
        n_read += len(statements)
        n_gold += len(gold)
        if words is not None:
            n_unknown += sum(word not in words for word in " ".join(statements).split())
    return 2 * n_correct / (n_read + n_gold), n_unknown, statistics.mean(seconds)


def find_licence(package: str) -> str:
    """Return the licence that a package states; empty if there is no package."""
    if not package:
        return ""
    about = metadata.metadata(package)
    if stated := about.get_all("License-Expression") or about.get_all("License"):
        return str(stated[0]).partition("\n")[0]
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    return str(classifiers[0]).split(" :: ")[-1] if classifiers else ""


def main() -> None:
    """Print the table."""
    print(
        "| | reader | licence | layouts F1 | hard documents F1 | unknown words | ms per document |"
    )
    print("|---|---|---|---|---|---|---|")
    for format, readers in READERS.items():
        samples = list(read_layouts(format))
        hard = [Sample(data, gold, None) for data, gold in HARD[format]]
        for name, (package, read) in readers.items():
            try:
                read(samples[0].data)  # so that imports are not timed
            except ImportError as error:
                print(f"| {format} | {name} | not installed ({error.name}) | | | | |")
                continue
            f1, n_unknown, seconds = measure(read, samples)
            hard_f1, _, _ = measure(read, hard)
            version = f" {metadata.version(package)}" if name == package else ""
            print(
                f"| {format} | {name}{version} | {find_licence(package)} | {f1:.3f} "
                f"| {hard_f1:.3f} | {n_unknown} | {1000 * seconds:.1f} |"
            )


if __name__ == "__main__":
    main()
