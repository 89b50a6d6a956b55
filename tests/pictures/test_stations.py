"""Pictures of a comparison with stations, from what JSON holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from matplotlib.colors import to_rgb

from lstgeo.errors import OutputError
from lstgeo.pictures import stations
from tests.pictures import retrievals


def _matchup(**changes: Any) -> dict[str, Any]:
    side = {"mean": 300.0, "spread": 0.2, "sigma": 0.8, "count": 100}
    plain = {"lake": False, "day": True, "reason": None, "time": "2016-07-01T10:00:00Z"}
    values = {"satellite": side | {"mean": 301.0}, "ground": side, "difference": 1.0, "sigma": 1.2}
    return plain | values | changes


def _document(*matchups: dict[str, Any]) -> dict[str, Any]:
    metrics = {"count": 1, "bias": 1.0, "robust_sigma": 0.5}
    rules = {"minutes": 5, "native_pixels": 3, "largest_spread": 1.0, "cloud_distance": 1000.0}
    document = {
        "protocol": rules,
        "stations": [{"name": "Gobabeb"}],
        "metrics": dict.fromkeys(stations.COLOURS, metrics),
        "matchups": list(matchups),
    }
    stored: dict[str, Any] = json.loads(json.dumps(document))
    return stored


LAKE = {"mean": 290.0, "spread": 0.0, "sigma": None, "count": 1}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("day", {}),
        ("night", {"day": False}),
        ("lakes", {"lake": True, "ground": LAKE, "sigma": None, "time": "2016-07-01"}),
    ],
)
def test_each_group_is_drawn_in_its_colour(
    name: str, changes: dict[str, Any], tmp_path: Path
) -> None:
    made = stations.draw(_document(_matchup(**changes)), tmp_path / "a.png")
    assert made is not None
    assert retrievals.pixels(made).shape[1] == 1200
    shares = {
        group: retrievals.share_of(made, to_rgb(colour), within=45)
        for group, colour in stations.COLOURS.items()
    }
    assert max(shares, key=lambda group: shares[group]) == name
    assert shares[name] > 0.0002


def test_where_nothing_was_accepted_nothing_is_drawn(tmp_path: Path) -> None:
    rejected = _matchup(reason="cloud", satellite=None, ground=None, difference=None, sigma=None)
    assert stations.draw(_document(rejected), tmp_path / "a.png") is None
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        stations.draw(_document(_matchup()), tmp_path / "no" / "a.png")
