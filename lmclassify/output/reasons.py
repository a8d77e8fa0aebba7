"""The reasons for a label as a table: what each word adds, and where the statement stands."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final, NamedTuple

from lmclassify.output.text import (
    COLOURS,
    DISCLAIMER,
    Style,
    no_style,
    percent,
    printable,
    shown_probability,
)
from lmclassify.results import SMALL_WORDS, Explanation, Prediction

WORDS_SHOWN: Final = 8
CONTEXT_ROW: Final = "where it stands"


class ReasonRow(NamedTuple):
    """One row of the table that explains a label: a name, and a cell for each label."""

    name: str
    cells: tuple[str, ...]


def explanation_lines(explanation: Explanation, style: Style = no_style) -> Iterator[str]:
    """Yield the lines that explain a label: what each word adds to each label, and the sums.

    Parameters
    ----------
    explanation : Explanation
        As `lmclassify.explain` returns it.
    style : callable, default `no_style`
        What colours the lines.
    """
    prediction = explanation.prediction
    label = prediction.label
    yield style(printable(explanation.text), "bold")
    yield ""
    confidence = percent(shown_probability(prediction.confidence))
    mixed = ", both leadership and management" if prediction.mixed else ""
    yield style(f"{label} {confidence}", COLOURS[label]) + mixed
    yield describe_coverage(prediction)
    yield ""
    rows = reason_rows(explanation)
    width = max(11, *(len(row.name) for row in rows))
    yield style(f"{'word':<{width}}" + "".join(f"{name:>12}" for name in explanation.labels), "dim")
    for row in rows:
        yield f"{row.name:<{width}}" + "".join(f"{cell:>12}" for cell in row.cells)
    yield ""
    if explanation.unknown_words:
        unknown = printable(", ".join(explanation.unknown_words))
        yield from wrap(f"not known: {unknown}", 100, subsequent_indent="  ")
    yield style(f"The label with the highest sum is chosen. {DISCLAIMER}", "dim")


def describe_coverage(prediction: Prediction) -> str:
    """Describe how much of a text the model knows."""
    known = f"The model knows {percent(prediction.coverage)} of its words and word pairs"
    return known + ("." if prediction.coverage else ", so the label says nothing about this text.")


def reason_rows(explanation: Explanation) -> list[ReasonRow]:
    """Tabulate an explanation: words, small words, baseline, sum and probability for each label.

    In a document, a row before the sum says what the statements around it add.

    If there are many words, those of least weight are summed up in one row.
    """
    words = [word for word in explanation.words if word.word != SMALL_WORDS]
    small = explanation.words[len(words) :]
    # A row "1 other word" would take as much room as the word itself.
    shown = len(words) if len(words) == WORDS_SHOWN + 1 else WORDS_SHOWN
    others = words[shown:]
    numbers = [(word.word, word.contributions) for word in words[:shown]]
    if others:
        rest = {x: sum(word.contributions[x] for word in others) for x in explanation.labels}
        numbers.append((f"{len(others)} other words", rest))
    numbers += [(word.word, word.contributions) for word in small]
    numbers.append(("baseline", explanation.intercept))
    if explanation.context:
        numbers.append((CONTEXT_ROW, explanation.context))
    numbers.append(("sum", explanation.logits))
    # The z keeps what rounds to nothing from being "-0.00".
    rows = [
        ReasonRow(name, tuple(f"{values[x]:+z.2f}" for x in explanation.labels))
        for name, values in numbers
    ]
    probabilities = (explanation.prediction.probabilities[x] for x in explanation.labels)
    rows.append(
        ReasonRow("probability", tuple(percent(shown_probability(p)) for p in probabilities))
    )
    return rows
