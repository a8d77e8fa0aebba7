"""A training, and its comparison with another model, as lines of text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lmclassify.corpus import Row
from lmclassify.results import LABELS
from lmclassify.training.comparison import Comparison, Difference
from lmclassify.training.trained import Trained


def format_training(trained: Trained, rows: Sequence[Row], shipped: Sequence[str]) -> Iterator[str]:
    """Yield lines with the rows that a model was trained on, and its cross-validation.

    Parameters
    ----------
    trained : Trained
        The model.
    rows : sequence of Row
        The rows that it was trained on.
    shipped : sequence of str
        The files of the shipped corpus among theirs, which are counted together.
    """
    shipped_name = f"the shipped corpus ({len(shipped)} files)"
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        name = shipped_name if row.file in shipped else row.file
        counts.setdefault(name, Counter())[row.label] += 1
    yield f"{'Trained on':<44}" + "".join(f"{label:>12}" for label in LABELS)
    for name, by_label in counts.items():
        yield f"{name:<44}" + "".join(f"{by_label[label]:>12,}" for label in LABELS)
    metrics = trained.metrics["cross_validation"]
    low, high = metrics["interval"]
    yield ""
    yield (
        f"Cross-validation ({metrics['split']}; only to compare models): "
        f"accuracy {metrics['accuracy']:.3f} ({low:.3f} to {high:.3f}), "
        f"macro-F1 {metrics['macro_f1']:.3f}, forced choice {metrics['forced_accuracy']:.3f}"
    )


def format_comparison(comparison: Comparison, old: str) -> Iterator[str]:
    """Yield the lines of a comparison.

    Parameters
    ----------
    comparison : Comparison
        As `lmclassify.training.comparison.compare` returns it.
    old : str
        The name of the old model.
    """
    yield f"Compared with {old}, on statements that neither was trained on (95 % intervals);"
    yield "both models are adjusted to the label shares of these statements"
    yield f"{'accuracy':<44}{'n':>6}{'new':>8}{'old':>8}   difference"
    for compared in comparison.sets:
        overall = compared.overall
        yield _format_difference(overall, "")
        yield f"  {'macro-F1':<42}{'':>6}{overall.new_f1:>8.3f}{overall.old_f1:>8.3f}"
        for part in compared.slices:
            yield _format_difference(part, "  ")
    if comparison.n_skipped:
        yield (
            f"{comparison.n_skipped} held-out statements left out: one of the models was trained "
            "on them"
        )
    if comparison.training_rows_unknown:
        yield (
            "The old model has no record of what it was trained on, so it may have been trained on "
            "some of these."
        )
    yield from comparison.doubts.format_lines()
    yield format_judgement(comparison, old)


def format_judgement(comparison: Comparison, old: str) -> str:
    """Return the sentence that sums up a comparison: better, worse, or no difference."""
    names: dict[str, list[str]] = {"worse": [], "better": [], "same": []}
    for compared in comparison.sets:
        overall = compared.overall
        kind = "worse" if overall.is_worse else "better" if overall.is_better else "same"
        names[kind].append(overall.name)
    if not comparison.sets:
        return "In short: there was nothing to compare the two on."
    if len(names["same"]) == len(comparison.sets):
        return f"In short: no difference from {old} beyond noise."
    parts = [
        f"{kind} than {old} on {' and '.join(names[kind])}"
        for kind in ("worse", "better")
        if names[kind]
    ]
    if names["same"]:
        parts.append(f"no difference beyond noise on {' and '.join(names['same'])}")
    return f"In short: {'; '.join(parts)}."


def _format_difference(difference: Difference, indent: str) -> str:
    name = difference.name if len(difference.name) <= 42 else f"…{difference.name[-41:]}"
    mark = "   worse" if difference.is_worse else "   better" if difference.is_better else ""
    gain = difference.new_accuracy - difference.old_accuracy
    return (
        f"{indent}{name:<{44 - len(indent)}}{difference.n:>6}"
        f"{difference.new_accuracy:>8.3f}{difference.old_accuracy:>8.3f}   "
        f"{gain:+.3f} ({difference.low:+.3f} to {difference.high:+.3f}){mark}"
    )
