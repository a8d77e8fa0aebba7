"""No measured figure falls unnoticed."""

import pytest

from benchmarks.quality import figure_names, has_fallen, measure, read_pinned

PINNED = read_pinned()


@pytest.mark.parametrize("name", PINNED)
def test_figure(name: str) -> None:
    """The figure is at most its epsilon below the pinned one."""
    value = measure(name)
    assert not has_fallen(name, value, PINNED[name]), (
        f"{name} was {PINNED[name]['figure']} and is {value}; if that is meant, run make quality"
    )


@pytest.mark.parametrize("name", PINNED)
def test_a_loss_of_two_hundredths_fails(name: str) -> None:
    """For each figure, 0.02 is more than it may fall; a gain is never an error."""
    figure = PINNED[name]["figure"]
    assert has_fallen(name, figure - 0.02, PINNED[name]) != has_fallen(
        name, figure + 0.02, PINNED[name]
    )


def test_every_figure_is_pinned() -> None:
    """The file of figures and the table of measurements name the same."""
    assert list(PINNED) == list(figure_names())
