"""How the time to split a text grows with its length, on texts made to be slow.

Prints the seconds for 60,000, 120,000 and 240,000 characters of each text, and ends with code 1 if
four times the length takes more than eight times as long anywhere.
"""

from __future__ import annotations

import sys
import time
from typing import Final

from lmclassify.documents.plain_text import tidy
from lmclassify.documents.statements import outline

LENGTHS: Final = (60_000, 120_000, 240_000)
MAX_GROWTH: Final = 8.0
MIN_SECONDS: Final = 0.05
"""Below this, the clock decides."""

PIECES: Final = {
    "open brackets": "(4) Officers (",
    "brackets over sentences": "a. B (",
    "dots": ".",
    "spaces": " ",
    "bars": "a | ",
    "tabs": "a\tb ",
    "dashes": " - Abc",
    "hyphens": "a-",
    "broken words": "re-\n",
    "numbers": "1) a 2) b ",
    "semicolons": "a b; and lead it ",
    "bullets": "• Lead ",
    "quotes": 'a." ',
    "wrapped lines": "Lead the team and the crew of the depot until it is all\nright. ",
    "short lines": "Lead it\n",
    "titles": "Team Work\n",
    "double spacing": "lead the whole team of the ward and\n\n",
    "stems": "You will:\n",
    "columns": "abc      def\n",
    "broken columns": "abc      def\nx\n",
    "pages": "Page 1 of 2\nfoot\n",
    "headings": "# Lead the team\n",
    "capitals": "LEAD THE TEAM\n",
    "comma list": "plan it,\n",
    "rows of tabs": "a\tb\n",
    "rows of bars": "|a|b|\n",
    "letters as bullets": "v Lead\n",
    "stars": "**a",
    "form feeds": "\x0ca\n",
    "underlines": "a\n---\n",
    "greetings": "Dear a,\n",
    "everything": "(a. B) 1. C - D • E; and f\n",
}


def measure(piece: str, length: int) -> float:
    """Return the seconds of processor time to split so many characters, the best of three."""
    text = piece * (length // len(piece))
    seconds = []
    for _ in range(3):
        start = time.process_time()
        outline(tidy(text)[0])
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    """Print the table; fail if time grows faster than length."""
    slow = []
    for name, piece in PIECES.items():
        times = [measure(piece, length) for length in LENGTHS]
        growth = times[-1] / max(times[0], MIN_SECONDS / 4)
        print(f"{name:<24}", *(f"{seconds:8.3f}" for seconds in times), f"{growth:6.1f} times")
        if times[-1] > MIN_SECONDS and growth > MAX_GROWTH:
            slow.append(name)
    if slow:
        sys.exit(f"grows faster than the text: {', '.join(slow)}")


if __name__ == "__main__":
    main()
