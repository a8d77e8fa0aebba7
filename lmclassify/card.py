"""The model card: what a model is for, what it was made of, what was measured of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lmclassify.model import Model
from lmclassify.results import Label

_WEIGHTIEST = 15


def render(fields: Mapping[str, Any], model: Model) -> str:
    """Write the card of a model.

    Parameters
    ----------
    fields : mapping
        The manifest's ``corpus``, ``training``, ``metrics`` and ``versions``.
    model : Model

    Returns
    -------
    str
        Markdown.
    """
    corpus, training, metrics = fields["corpus"], fields["training"], fields["metrics"]
    labels = ", ".join(f"{count:,} {label}" for label, count in corpus["labels"].items())
    files = "\n".join(f"| {file['name']} | {file['rows']:,} |" for file in corpus["files"])
    cv = metrics["cross_validation"]
    versions = ", ".join(f"{name} {version}" for name, version in fields["versions"].items())
    tried = ", ".join(f"{one['C']:g} ({one['log_loss']:.3f})" for one in training["tried"])
    weightiest = "\n".join(
        f"| {label} | {', '.join(f'`{term}`' for term in _weightiest(model, label))} |"
        for label in model.labels
    )
    return f"""# Model card

## What it is for

Labels statements (a sentence, bullet or phrase of a job description, advert, competency framework
or appraisal) as leadership, management or neither. **The text is judged, never a person**: do not
use it to rate, select or reject people.

English only. It reads words, not situations: irony, negation and what stands between the lines are
beyond it. Confidence is calibrated on the corpus below; on text of another kind it can be off.

## Data

{corpus["rows"]:,} statements: {labels}. SHA-256 of the corpus: `{corpus["sha256"]}`.

| file | rows |
|---|---|
{files}

## Training

{training["classifier"]} over {training["features"]};
{len(model.vocabulary):,} terms.
C = {training["C"]:g}: the smallest whose out-of-fold log loss is within 1 % of the best, of
{tried}.
Temperature {training["temperature"]:g} (fitted out of fold: {training["fitted_temperature"]:g};
never below 1). Made with {versions}.

## Measured

On {cv["data"]}, {cv["split"]} ({cv["n"]:,} statements). This is the
corpus's own cross-validation: it compares models, and says little about text of another origin.

| | |
|---|---|
| accuracy, {len(model.labels)} labels | {cv["accuracy"]:.3f} |
| macro-F1, {len(model.labels)} labels | {cv["macro_f1"]:.3f} |
| Cohen's κ | {cv["kappa"]:.3f} |
| expected calibration error | {cv["calibration_error"]:.3f} |
| forced choice of two, accuracy ({cv["forced_n"]:,}) | {cv["forced_accuracy"]:.3f} |
{_source_documents(metrics.get("source_documents"))}{_challenges(metrics.get("challenges"))}
{_practices(metrics.get("practices"))}## The weightiest terms

`word*` stands for every word that begins so (cut to five letters).

| label | terms |
|---|---|
{weightiest}
"""


def _source_documents(counts: Mapping[str, Any] | None) -> str:
    if counts is None:
        return ""
    n, within, without = counts["n"], counts["trained_with_them"], counts["trained_without"]
    return f"""
Of the {n} {counts["data"]}, {within["right"]} are labelled right by this model, which
was trained on them; trained without them, {without["right"]} are right among all labels and
{without["right_forced"]} in the forced choice.
"""


def _challenges(found: Mapping[str, Any] | None) -> str:
    if not found:
        return ""
    sets = "".join(
        f"| {name.replace('_', ' ')} | {of['n']} | {of['forced_accuracy']:.3f} | "
        f"{of['macro_f1']:.3f} |\n"
        for name, of in found.items()
        if "macro_f1" in of
    )
    unchanged = "".join(
        f"\nOf {of['n']} perturbed copies (case, typing error, bullet, person, spelling, "
        f"punctuation), {of['unchanged']:.1%} keep their label.\n"
        for of in found.values()
        if "unchanged" in of
    )
    return f"""
On the challenge sets, written to be hard and never trained on:

| set | n | forced choice, accuracy | macro-F1 |
|---|---|---|---|
{sets}{unchanged}"""


def _practices(found: Mapping[str, Any] | None) -> str:
    if not found:
        return ""
    told = " and ".join(
        f"for {of['named']:.0%} of the {of['n']:,} {label} statements ({of['right']:.0%} right)"
        for label, of in found.items()
    )
    return f"""A second model names the practice of a statement where one has at least half of the
probability among the four of its label. In the same cross-validation it names one {told}.

"""


def _weightiest(model: Model, label: Label) -> list[str]:
    width = 1 + len(model.labels)
    column = 1 + model.labels.index(label)
    coefficients = model.weights[width + column :: width]
    ranked = sorted(
        zip(coefficients, model.vocabulary, strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    return [term for _, term in ranked[:_WEIGHTIEST]]
