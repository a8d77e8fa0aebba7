"""Draw docs/scale.png from the tables of ``benchmarks/bulk.py``."""

from __future__ import annotations

import csv

import matplotlib as mpl

from benchmarks.bulk import MEASURED

mpl.use("Agg")


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a measured table."""
    with (MEASURED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Draw speed, growth with rows, and growth with length side by side."""
    from matplotlib import pyplot as plt

    figure, (speed, growth, length) = plt.subplots(1, 3, figsize=(13, 3.8), layout="constrained")
    bars = sorted(read_rows("speed.csv"), key=lambda row: float(row["rows_per_second"]))
    speed.barh([row["what"] for row in bars], [int(row["rows_per_second"]) / 1e3 for row in bars])
    speed.set(xlabel="thousand rows per second", title="The same texts, one run")

    measured = read_rows("growth.csv")
    by_rows = measured[: next(i for i, row in enumerate(measured) if row["rows"] == "50000")]
    counts = [int(row["rows"]) for row in by_rows]
    growth.plot(counts, [float(row["seconds"]) for row in by_rows], "o-", label="seconds")
    growth.plot(counts, [int(row["peak_mb"]) for row in by_rows], "s--", label="peak memory, MB")
    growth.set(xscale="log", yscale="log", xlabel="rows", title="label: rows")
    growth.legend()

    by_length = measured[len(by_rows) :]
    joined = [int(row["statements_a_text"]) for row in by_length]
    micros = [1e6 * float(row["seconds"]) / int(row["rows"]) for row in by_length]
    length.plot(joined, micros, "o-")
    length.set(
        xlabel="statements per text", ylabel="µs per row", ylim=0, title="label: length of texts"
    )
    for axes in (speed, growth, length):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(MEASURED.parent / "scale.png", dpi=110)


if __name__ == "__main__":
    main()
