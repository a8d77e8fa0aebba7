"""Run the notebooks from top to bottom and keep what they show."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def main() -> None:
    """Execute each notebook in place; an error in a cell stops it."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, resources={"metadata": {"path": str(FOLDER)}}).execute()
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)  # only times, different in each run
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
