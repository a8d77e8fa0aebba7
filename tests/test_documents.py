"""Files and bytes to text."""

from pathlib import Path

import pytest

from lmclassify import DocumentError, documents
from lmclassify.documents import reading

TEXT = "Sets the ward’s budget – each year.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without byte order mark, UTF-16 and UTF-32 with one are read alike."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    assert documents.read(tmp_path / "a.txt") == documents.Document(str(tmp_path / "a.txt"), TEXT)


def test_windows_text_is_read_and_noted(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are read as Windows-1252, and the result says so."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode("cp1252"))
    read = documents.read(tmp_path / "a.txt")
    assert read.text == TEXT
    assert "Windows-1252" in read.notes[0]


BAD = {
    "empty": (b"", "is empty"),
    "only spaces": (b" \r\n\t", "is empty"),
    "zeros": (b"text\0\0\x01", "binary"),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "not Windows text either": (b"caf\x81\xff", "not utf-8"),
    "half a UTF-16": ("Text".encode("utf-16")[:-1], "not utf-16"),
    "a zip that is no Word file": (b"PK\x03\x04rest", "cannot be read as a Word document"),
    "an old Word file": (b"\xd0\xcf\x11\xe0rest", "old Word document"),
    "rich text of nothing": (b"{\\rtf1 }", "is empty"),
    "half a PDF": (b"%PDF-1.7\n1 0 obj", "cannot be read as a PDF"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_text_is_refused(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read as text gives an error that names the file and a way on."""
    monkeypatch.setenv("PATH", "")  # no LibreOffice to ask
    data, message = BAD[kind]
    (tmp_path / "a b'c.txt").write_bytes(data)
    with pytest.raises(DocumentError, match=message) as caught:
        documents.read(tmp_path / "a b'c.txt")
    assert "a b'c.txt" in str(caught.value)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.PDF"])
def test_a_name_that_promises_too_much(tmp_path: Path, name: str) -> None:
    """Plain text under the name of another format is refused, unless it is said to be text."""
    (tmp_path / name).write_text("Sets the budget")
    with pytest.raises(DocumentError, match="whatever its name says"):
        documents.read(tmp_path / name)
    assert documents.read(tmp_path / name, format="txt").text == "Sets the budget"


def test_no_file_and_folders(tmp_path: Path) -> None:
    """A missing file, a folder and an impossible name give an error each."""
    for path, message in [
        (tmp_path / "none.txt", "No such file"),
        (tmp_path, "is a folder"),
        (Path("a\0b"), "null (byte|character)"),
    ]:
        with pytest.raises(DocumentError, match=message):
            documents.read(path)


def garbled(text: str) -> str:
    """Take UTF-8 for Windows-1252, the way browsers do."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_garbled_characters_are_repaired(name: str, layers: int) -> None:
    """UTF-8 that was once or twice taken for Windows-1252 is put right, which the result says."""
    right = "“Sets” the ward’s £1.9m budget – à la carte… café, 37½ hours, 😀"
    wrong = garbled(right) if layers == 1 else garbled(garbled(right))
    read = documents.parse(wrong.encode(), name)
    assert read.text.strip() == right
    assert "garbled" in read.notes[0]


def test_one_bad_byte_does_not_garble_a_file() -> None:
    """A UTF-8 file with a single stray byte falls back to Windows-1252 and still reads right."""
    read = documents.parse("Sets the ward’s budget".encode() + b"\xa3", "a.txt")
    assert read.text == "Sets the ward’s budget£"


@pytest.mark.parametrize(
    "text", ["SÃO PAULO", "Â", "“Å”", "MENÜ”", "Spaß”", "â€", "Âge – été", TEXT]
)
def test_right_characters_are_left_alone(text: str) -> None:
    """Letters that also begin garbled characters stay, and nothing is noted."""
    assert documents.parse(text.encode(), "a.txt") == documents.Document("a.txt", text)


def test_a_named_format_decides() -> None:
    """What the input is said to be is how it is read, whatever its name."""
    data = b"# Duties\n\nSets *the* rota\nand the budget\n"
    assert (
        documents.parse(data, "-", format="md").text == "# Duties\n\nSets the rota and the budget\n"
    )
    assert documents.parse(data, "a.md", format="txt").text == data.decode()
    for form, message in [("pdf", "PDF"), ("docx", "Word"), ("odt", "Open"), ("rtf", "rich")]:
        with pytest.raises(DocumentError, match=f"cannot be read as .*{message}"):
            documents.parse(data, "a.txt", format=form)
    for told, signed in [("pdf", b"%PDF-1.4"), ("rtf", b"{\\rtf1}"), ("docx", b"PK\x03\x04")]:
        with pytest.raises(
            DocumentError, match=rf"is a \.{told} document, not \.txt; .*say {told}"
        ):
            documents.parse(signed, "a.txt", format="txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a device or pipe, no more is read than of a file."""
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(DocumentError, match="/dev/zero is over"):
        documents.read("/dev/zero")


def test_a_table_is_noted() -> None:
    """A table that is read as prose has a note that names the command for tables."""
    (note,) = documents.parse(b"id,duty\n1,Set the budget\n", "a.csv").notes
    assert "lmclassify label reads tables" in note


def test_text_for_bytes_is_a_type_error() -> None:
    """A string is refused with what to do."""
    with pytest.raises(TypeError, match="encode a text first"):
        documents.parse("Set the budget", "a.txt")  # type: ignore[arg-type]
