"""`lstgeo quicklook`: its options reach the picture, and what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import commands
from tests.pictures import retrievals


def test_the_picture_is_as_the_options_say(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    plain, other = tmp_path / "plain.png", tmp_path / "other.png"
    for target, options in (
        (plain, ()),
        (other, ("--units", "K", "--range", "280", "310", "--lines", "metres", "--map-only")),
    ):
        ended = commands.run("quicklook", lst, "-o", target, "--size", "500", *options)
        assert (ended.code, ended.out, ended.err) == (0, f"{target}\n", "")
        assert retrievals.pixels(target).shape[1] == 500
    assert retrievals.pixels(plain).shape[0] > 1.5 * retrievals.pixels(other).shape[0]


def test_a_range_may_lie_below_zero_and_beside_every_temperature(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    ended = commands.run("quicklook", lst, "--size", "400", "--range", "-20", "-5")
    assert (ended.code, ended.out) == (0, f"{tmp_path / 'lst.png'}\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--range", "30", "20"), "range needs a lower and a higher number, got 30 20"),
        (("--percentiles", "1", "101"), "percentiles lie within 0 and 100, got 1 101"),
        (("--size", "399"), "a picture is 400 to 10000 pixels wide, got 399"),
        (("--size", "800", "--dpi", "10"), "2.5 to 40 inches wide: 800 pixels at 10 dpi are 80"),
        (("--range", "nan", "20"), "range needs a lower and a higher number, got nan 20"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    with commands.unchanged(tmp_path):
        ended = commands.run("quicklook", lst, *options)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.sentence


def test_unknown_units_are_wrong_usage(tmp_path: Path) -> None:
    assert commands.run("quicklook", tmp_path / "lst.tif", "--units", "F").code == 2
