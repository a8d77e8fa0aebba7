"""A training, and its comparison with another model, as text to be read in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lmclassify.corpus import Row
from lmclassify.results import LABELS
from lmclassify.training.comparison import Comparison, Difference
from lmclassify.training.trained import Trained


def summary(trained: Trained, rows: Sequence[Row], shipped: Sequence[str]) -> Iterator[str]:
    """Say what a model was trained on and how it does in cross-validation.

    Parameters
    ----------
    trained : Trained
    rows : sequence of Row
        What it was trained on.
    shipped : sequence of str
        The files of the shipped corpus among it, which are counted together.

    Yields
    ------
    str
    """
    together = f"the shipped corpus ({len(shipped)} files)"
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        name = together if row.file in shipped else row.file
        counts.setdefault(name, Counter())[row.label] += 1
    yield f"{'Trained on':<44}" + "".join(f"{label:>12}" for label in LABELS)
    for name, by_label in counts.items():
        yield f"{name:<44}" + "".join(f"{by_label[label]:>12,}" for label in LABELS)
    found = trained.metrics["cross_validation"]
    low, high = found["interval"]
    yield ""
    yield (
        f"Cross-validation ({found['split']}; it compares models, no more): "
        f"accuracy {found['accuracy']:.3f} ({low:.3f} to {high:.3f}), "
        f"macro-F1 {found['macro_f1']:.3f}, forced choice {found['forced_accuracy']:.3f}"
    )


def comparison(found: Comparison, old: str) -> Iterator[str]:
    """Show a comparison as text.

    Parameters
    ----------
    found : Comparison
    old : str
        What the old model is called.

    Yields
    ------
    str
    """
    yield f"Beside {old}, on statements that neither was trained on (share right; 95 % interval)"
    yield f"{'':<44}{'n':>6}{'new':>8}{'old':>8}   difference"
    for part in found.parts:
        yield _line(part.whole, "")
        yield f"  {'macro-F1':<42}{'':>6}{part.whole.new_f1:>8.3f}{part.whole.old_f1:>8.3f}"
        for one in part.slices:
            yield _line(one, "  ")
    if found.skipped:
        yield f"{found.skipped} held-out statements left out: one of the models was trained on them"
    if found.untold:
        yield "The old model does not say what it was trained on; it may know some of these."
    if found.n_new:
        yield (
            f"New labels that the old model is confident are others: {found.contradicted} of "
            f"{found.n_new}"
        )


def _line(one: Difference, indent: str) -> str:
    name = one.name if len(one.name) <= 42 else f"…{one.name[-41:]}"
    mark = "   worse" if one.worse else "   better" if one.low > 0 else ""
    return (
        f"{indent}{name:<{44 - len(indent)}}{one.n:>6}{one.new:>8.3f}{one.old:>8.3f}   "
        f"{one.new - one.old:+.3f} ({one.low:+.3f} to {one.high:+.3f}){mark}"
    )
