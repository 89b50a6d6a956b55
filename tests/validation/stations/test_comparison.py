"""Match-ups and metrics of results and stations whose differences are known."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio import warp

import lstgeo
from lstgeo.errors import InputError, LstgeoError, MissingFileError
from lstgeo.quality import Quality
from lstgeo.simulation import scene as simulation
from lstgeo.validation import stations
from lstgeo.validation.stations import StationComparison, pixels, results
from lstgeo.validation.stations.matchup import MatchUp
from lstgeo.validation.stations.record import Place
from tests import rasters
from tests.validation.stations import made
from tests.validation.stations.made import NIGHT, OVERPASS


def _one(lst: Path, station: Path, **options: Any) -> MatchUp:
    (found,) = stations.compare(lst, station, **options).matchups
    return found


def _bits(row: int, column: int, bit: Quality) -> made.Array:
    bits = np.zeros(made.SHAPE, np.uint16)
    bits[row, column] = bit
    return bits


@pytest.mark.parametrize(
    ("native", "rows", "columns"),
    [
        (100.0, slice(56, 66), slice(51, 61)),
        (60.0, slice(58, 64), slice(53, 59)),
        (120.0, slice(55, 67), slice(50, 62)),
        (30.0, slice(59, 62), slice(54, 57)),
    ],
)
def test_the_block_is_of_three_native_pixels_around_the_station(
    tmp_path: Path, native: float, rows: slice, columns: slice
) -> None:
    """Ten pixels of 30 m for 100 m, about the pixel in row 60 and column 55 (even: 30 m off)."""
    temperature = 300 + np.random.default_rng(1).normal(0, 0.3, made.SHAPE)
    lst = made.result(tmp_path, temperature, native=native)
    found = _one(lst, made.station(tmp_path / "a.csv", {OVERPASS: 300.0}))
    block = temperature[rows, columns]
    assert found.satellite is not None
    assert found.reason is None
    assert found.satellite.count == block.size
    assert found.satellite.mean == pytest.approx(block.mean(), abs=1e-4)  # float32
    assert found.satellite.spread == pytest.approx(block.std(), abs=1e-4)


def test_minutes_within_five_of_the_overpass_count_and_no_others(tmp_path: Path) -> None:
    values = made.around(OVERPASS, 500.0) | {
        OVERPASS + timedelta(minutes=step): 300.0 + step for step in range(-5, 6)
    }
    values[OVERPASS] = float("nan")
    values = {time: value for time, value in values.items() if value != 500.0} | {
        OVERPASS + timedelta(seconds=sign * 301): 350.0 for sign in (-1, 1)
    }
    found = _one(made.result(tmp_path), made.station(tmp_path / "a.csv", values))
    assert found.ground is not None
    assert found.ground.count == 10
    assert found.ground.mean == pytest.approx(300.0)
    assert found.ground.spread == pytest.approx(np.sqrt(2 * (1 + 4 + 9 + 16 + 25) / 10))
    assert found.difference == pytest.approx(0.0, abs=1e-4)


def test_a_known_truth_comes_back_with_its_sigma(tmp_path: Path) -> None:
    """A ground of 301 K under a result of 300 K: -1 K, and sigma of .5 K and of the station.

    At 301 K under 300 W m-2 5 W m-2 are .8333 K upwards, .0250 K downwards, and .015 of emissivity
    .4116 K; with .5 K in quadrature 1.0555 K.
    """
    station = made.longwave(tmp_path / "a.csv", 301.0, 0.97, 300.0)
    found = _one(made.result(tmp_path), station)
    assert found.reason is None
    assert found.difference == pytest.approx(-1.0, abs=1e-4)
    assert found.sigma == pytest.approx(1.0549, abs=2e-3)
    assert found.residual == pytest.approx(-1.0 / 1.0549, abs=2e-3)


def test_another_emissivity_is_another_temperature(tmp_path: Path) -> None:
    station = made.longwave(tmp_path / "a.csv", 301.0, 0.94, 300.0)
    found = _one(made.result(tmp_path), station, emissivity=0.94)
    assert found.difference == pytest.approx(-1.0, abs=1e-4)
    warmer = _one(made.result(tmp_path), station)
    assert warmer.difference is not None
    # d(T)/d(emissivity) = (L_up - L_down) / (4 emissivity^2 sigma T^3) = 27 K, times .03.
    assert warmer.difference == pytest.approx(-1.0 + 0.81, abs=0.04)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"bits": _bits(60, 55, Quality.CLOUD)}, "100 of 100 pixels are not clear: cloud; cirrus"),
        ({"bits": _bits(56, 51, Quality.CLOUD_SHADOW)}, "1 of 100 pixels are not clear: cloud sh"),
        ({"bits": _bits(30, 55, Quality.CLOUD)}, "pixels are not clear: cirrus, dilated cloud, or"),
        ({"bits": _bits(60, 60, Quality.NO_SOLUTION)}, "1 of 100 pixels are not clear: no soluti"),
        ({"acquired": None}, "the time of acquisition is not known"),
        ({"acquired": OVERPASS.replace(hour=0)}, "the time of acquisition is not known"),
        ({"acquired": OVERPASS + timedelta(minutes=16)}, "no valid value within 5 minutes of the"),
        ({"native": 1500.0}, "the station and the pixels around it do not lie in the raster"),
    ],
)
def test_a_rejected_match_up_says_why(options: dict[str, Any], reason: str, tmp_path: Path) -> None:
    lst = made.result(tmp_path, **options)
    comparison = stations.compare(
        lst, made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    )
    (found,) = comparison.matchups
    assert found.reason is not None
    assert reason in found.reason
    assert comparison.metrics["all"] is None
    first, second = comparison.lines()
    assert first.endswith("0 of 1 match-ups")
    assert second.endswith(found.reason)


@pytest.mark.parametrize(("apart", "accepted"), [(33, False), (34, True)])
def test_cloud_counts_up_to_a_kilometre(apart: int, accepted: bool, tmp_path: Path) -> None:
    """33 pixels of 30 m are 990 m from the nearest pixel of the block, 34 are 1020 m."""
    lst = made.result(tmp_path, bits=_bits(65 + apart, 55, Quality.CLOUD))
    found = _one(lst, made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0)))
    assert (found.reason is None) == accepted


@pytest.mark.parametrize(("spread", "accepted"), [(0.98, True), (1.02, False)])
def test_a_block_that_varies_by_a_kelvin_is_rejected(
    spread: float, accepted: bool, tmp_path: Path
) -> None:
    checkered = 300 + spread * (2 * (np.indices(made.SHAPE).sum(axis=0) % 2) - 1)
    found = _one(
        made.result(tmp_path, checkered),
        made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0)),
    )
    assert (found.reason is None) == accepted


def test_pixels_without_a_value_are_told(tmp_path: Path) -> None:
    temperature = np.full(made.SHAPE, 300.0)
    temperature[60, 55] = np.nan
    found = _one(
        made.result(tmp_path, temperature),
        made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0)),
    )
    assert found.reason == "1 of 100 pixels have no value"


def _several(folder: Path) -> StationComparison:
    """Differences of 1, 2 and 6 K by day and -1 and -2 K by night, of sigma 1 K."""
    differences = {"a": 1.0, "b": 2.0, "c": 6.0, "d": -1.0, "e": -2.0}
    values: dict[datetime, float] = {}
    for days, (name, difference) in enumerate(differences.items()):
        acquired = (OVERPASS if difference > 0 else NIGHT) + timedelta(days=days)
        made.result(folder / name, 300 + difference, sigma=0.8, acquired=acquired)
        values |= made.around(acquired, 300.0)
    (folder / "batch.jsonl").write_text('{"state": "done"}\n')
    station = made.station(folder / "a.csv", values, "# lst_sigma: 0.6", "# name: Gobabeb")
    return stations.compare(folder, station)


def test_metrics_by_day_and_night_are_those_of_the_differences(tmp_path: Path) -> None:
    found = _several(tmp_path)
    day, night, both = (found.metrics[name] for name in ("day", "night", "all"))
    assert day is not None
    assert night is not None
    assert both is not None
    assert (day.count, night.count, both.count) == (3, 2, 5)
    assert (day.bias, day.median) == pytest.approx((3.0, 2.0), abs=1e-4)
    assert day.robust_sigma == pytest.approx(1.4826, abs=1e-4)
    assert day.rmse == pytest.approx(np.sqrt(41 / 3), abs=1e-4)
    assert (night.bias, night.median) == pytest.approx((-1.5, -1.5), abs=1e-4)
    assert both.expected_sigma == pytest.approx(1.0, abs=1e-4)
    assert both.within_2_sigma == pytest.approx(2 / 5)
    assert found.metrics["lakes"] is None


def test_all_of_it_is_json_and_text(tmp_path: Path) -> None:
    found = _several(tmp_path)
    document = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert document["stations"][0]["name"] == "Gobabeb"
    assert document["metrics"]["day"]["count"] == 3
    first = document["matchups"][0]
    assert (first["time"], first["day"], first["reason"]) == ("2016-07-01T10:00:00Z", True, None)
    assert first["satellite"]["count"] == 100
    text = "\n".join(found.lines())
    assert "5 of 5 match-ups" in text
    assert "+3.00" in text
    assert "2016-07-03T10:00:00Z    day  Gobabeb  306.00         300.00       +6.00" in text


def test_a_lake_tells_its_bias_and_nothing_else(tmp_path: Path) -> None:
    lake = tmp_path / "lake.csv"
    position = f"# latitude: {made.MIDDLE[0]!r}\n# longitude: {made.MIDDLE[1]!r}\n"
    lake.write_text(f"{position}date,water_temperature [degC]\n2016-07-01,16.0\n2016-07-02,30\n")
    lst = made.result(tmp_path, 289.65)
    found = stations.compare(lst, lake)
    assert found.metrics["all"] is None
    assert found.metrics["lakes"] is not None
    assert found.metrics["lakes"].bias == pytest.approx(0.5, abs=1e-4)
    assert found.metrics["lakes"].robust_sigma is None
    assert found.metrics["lakes"].rmse is None
    assert found.matchups[0].sigma is None


def test_without_a_stated_sigma_nothing_is_said_of_residuals(tmp_path: Path) -> None:
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    lone = stations.compare(made.result(tmp_path), station)
    assert lone.matchups[0].residual is None
    assert lone.metrics["all"] is not None
    assert (lone.metrics["all"].with_sigma, lone.metrics["all"].within_1_sigma) == (0, None)


def test_time_and_footprint_of_a_lone_raster_come_from_itself(tmp_path: Path) -> None:
    lst = made.result(tmp_path)
    (tmp_path / "lst.json").unlink()
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    assert _one(lst, station).reason == "the time of acquisition is not known"
    with rasterio.open(lst, "r+") as opened:
        opened.update_tags(TIFFTAG_DATETIME="2016:07:01 10:00:00")
    found = _one(lst, station)
    assert found.satellite is not None
    assert found.satellite.count == 9


def test_a_position_moves_the_one_station(tmp_path: Path) -> None:
    temperature = np.full(made.SHAPE, 300.0)
    temperature[:40] = 310.0
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    lst = made.result(tmp_path, temperature)
    moved = _one(lst, station, position=made.position(20.5, 55.5))
    assert moved.difference == pytest.approx(10.0, abs=1e-4)
    (tmp_path / "b.csv").write_text(station.read_text().replace("#", "# name: b\n#", 1))
    with pytest.raises(InputError, match="a position is of one station; there are 2: a, b"):
        stations.compare(lst, tmp_path, position=(1.0, 1.0))


def test_a_station_without_a_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time,lst [K]\n2016-07-01T10:00Z,300\n")
    with pytest.raises(InputError, match="does not say where the station is"):
        stations.compare(made.result(tmp_path), tmp_path / "a.csv")


def test_a_torn_raster_is_one_sentence(tmp_path: Path) -> None:
    lst = made.result(tmp_path)
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    rasters.cut(tmp_path / "lst_qa.tif", 0.6)
    with pytest.raises(LstgeoError, match=r"lst_qa\.tif is truncated"):
        stations.compare(lst, station)
    (tmp_path / "lst_qa.tif").unlink()
    with pytest.raises(InputError, match=r"has no lst_qa\.tif beside it, which says what is clear"):
        stations.compare(lst, station)


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    with pytest.raises(MissingFileError, match=r"result .*lst\.tif does not exist"):
        stations.compare(tmp_path / "lst.tif", station)
    with pytest.raises(InputError, match="holds no result"):
        stations.compare(tmp_path, station)
    (tmp_path / "other.json").write_text("[1]")
    with pytest.raises(InputError, match=r"other\.json is no STAC item of a temperature raster"):
        stations.compare(tmp_path / "other.json", station)
    bare = rasters.write(tmp_path / "bare.tif", np.ones((5, 5), np.float32), units="m")
    with pytest.raises(InputError, match="is in m; a result of lstgeo is in K"):
        stations.compare(bare, station)


def test_an_item_a_raster_and_a_folder_are_the_same_result(tmp_path: Path) -> None:
    lst = made.result(tmp_path / "out")
    station = made.station(tmp_path / "a.csv", made.around(OVERPASS, 300.0))
    given = [lst, lst.with_suffix(".json"), tmp_path / "out"]
    assert len(stations.compare(given, station).matchups) == 1


@pytest.mark.parametrize("encoding", ["float32", "usgs"])
def test_a_simulated_scene_errs_at_a_station_as_it_does_against_its_truth(
    encoding: str, tmp_path: Path
) -> None:
    """Ground of the truth of a simulated Landsat 8 scene, through irradiances and back."""
    files = simulation.write(tmp_path, seed=5, shape=(200, 200))
    result = lstgeo.retrieve(
        lstgeo.open_scene(files.scene),
        water_vapour=files.water_vapour,
        air_temperature=files.air_temperature,
    ).compute()
    lst = tmp_path / "lst.tif"
    lstgeo.write(result, lst, encoding=encoding, threads=1)
    bits, temperature = result["quality"].to_numpy(), result["surface_temperature"].to_numpy()
    truth = rasters.read(files.truth / "surface_temperature.tif")
    rows, columns = _quiet(bits, temperature)
    latitude, longitude = _corner(lst, rows.start + 5, columns.start + 5)
    station = made.longwave(
        tmp_path / "a.csv",
        float(truth[rows, columns].mean(dtype=np.float64)),
        0.98,
        350.0,
        datetime.fromisoformat(result.attrs["datetime"]),
    )
    found = _one(lst, station, emissivity=0.98, position=(latitude, longitude))
    error = (temperature - truth)[rows, columns].mean(dtype=np.float64)
    assert found.reason is None
    assert found.day
    assert found.difference == pytest.approx(error, abs=1e-3)  # usgs: .0034 K a step, of 100
    assert found.residual is not None
    assert abs(found.residual) < 3


def _quiet(bits: made.Array, temperature: made.Array) -> tuple[slice, slice]:
    """Rows and columns of ten by ten clear pixels that hardly vary."""
    for row in range(0, bits.shape[0] - 10, 5):
        for column in range(0, bits.shape[1] - 10, 5):
            block = slice(row, row + 10), slice(column, column + 10)
            if not (bits[block] & 0b1010_0000_0000_1111).any() and temperature[block].std() < 0.8:
                return block
    raise AssertionError("the scene has no quiet block")


def _corner(path: Path, row: int, column: int) -> tuple[float, float]:
    """Latitude and longitude of the first corner of a pixel."""
    with rasterio.open(path) as source:
        x, y = source.xy(row, column, offset="ul")
        longitude, latitude = warp.transform(source.crs, rasters.DEGREES, [x], [y])[:2]
    return latitude[0], longitude[0]


def test_a_grid_in_degrees_has_blocks_of_the_same_metres(tmp_path: Path) -> None:
    """At 60 degrees north .00027 degrees are 30.02 m down and 15.01 m across: 10 and 20 pixels."""
    lst = made.result(tmp_path)
    place = Affine(0.00027, 0, 15.0, 0, -0.00027, 60.0)
    values = np.full(made.SHAPE, 300.0, np.float32)
    rasters.write(lst, values, crs=rasters.DEGREES, transform=place, units="K")
    found = pixels.block(results.read(lst), Place(60.0 - 60 * 0.00027, 15.0 + 55 * 0.00027))
    assert found == pixels.Block(slice(55, 65), slice(45, 65))


def test_many_rejections_are_counted(tmp_path: Path) -> None:
    for number in range(23):
        made.result(tmp_path / f"{number}", acquired=None)
    station = made.station(tmp_path / "a.csv", {OVERPASS: 300.0})
    lines = stations.compare(tmp_path, station).lines()
    assert sum(line.startswith("rejected") for line in lines) == 20
    assert lines[-1] == "... and 3 more"
