"""Granules from file to map: as for a Landsat scene, and within sigma of the truth they hold."""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import rasterio
import xarray as xr
from numpy.typing import NDArray

import lstgeo
from lstgeo import vocabulary
from lstgeo.errors import OutputError
from lstgeo.pipeline import memory
from lstgeo.profiles import generator
from lstgeo.raster import align, door, projection
from lstgeo.raster.grid import Grid
from lstgeo.sensors import calibration, platforms
from lstgeo.simulation import granule, granule_grid, sensing
from tests import commands, granules, rasters

GIVEN = {"transmittance": 0.8, "upwelling_radiance": 1.5, "downwelling_radiance": 2.2}
OPTIONS = ("--tau", 0.8, "--up", 1.5, "--down", 2.2, "--emissivity", 0.97)


def _grid(scene: xr.Dataset) -> Grid:
    return align.grid_of(scene[vocabulary.AT_SENSOR_RADIANCE.name])


@lru_cache
def _with_true_air(sensor: str) -> tuple[xr.Dataset, NDArray[np.intp], NDArray[np.float32]]:
    """Scene, pixel of each cell, and temperature retrieved with the atmosphere of that pixel."""
    made = granules.made(sensor)
    scene = lstgeo.open_scene(made.radiance)
    index, grid, options = granule_grid.pixels(made, scene), _grid(scene), {}
    folder = Path(tempfile.mkdtemp(prefix="lstgeo-air-"))
    for name in GIVEN:
        values = np.asarray(getattr(made, name), np.float32).reshape(-1)[index]
        options[name] = rasters.write(
            folder / f"{name}.tif", values, crs=grid.crs.to_wkt(), transform=grid.transform
        )
    found = lstgeo.retrieve(scene, emissivity=made.emissivity, **options)  # type: ignore[arg-type]
    return scene, index, found.surface_temperature.compute(scheduler="synchronous").to_numpy()


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_the_equation_gives_the_true_temperature_at_every_view_angle(sensor: str) -> None:
    """To 7 mK: half a stored step of MODIS is 4.2e-4 W m-2 sr-1 um-1, 6 mK where tau is .6."""
    scene, index, kelvin = _with_true_air(sensor)
    true = granules.made(sensor).surface_temperature.reshape(-1)[index]
    measured = index > 4
    np.testing.assert_allclose(kelvin[measured], true[measured], rtol=0, atol=7e-3)
    assert np.isnan(kelvin[index < 0]).all()
    view = scene.view_zenith_angle.compute(scheduler="synchronous").to_numpy()[measured]
    assert view.max() > (65 if sensor == "modis_terra" else 26)


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_the_map_is_not_shifted(sensor: str) -> None:
    """The ground is warm in waves of five degrees: where they lie in the map tells its place.

    The shift of the map against them, by least squares, is less than a tenth of a cell, and no cell
    is farther from what it shows than its pixel reaches, 2.9 km at the end of a MODIS scan.
    """
    made = granules.made(sensor)
    scene, index, kelvin = _with_true_air(sensor)
    rows, columns = (axis.astype(float) for axis in np.nonzero(index > 4))
    grid, middle = _grid(scene), made.air_temperature + granule.WARMER

    def true(down: float, across: float) -> NDArray[np.float64]:
        places = projection.geographic_positions(grid, rows + down, columns + across)
        x, y = (2 * np.pi / granule.WAVELENGTH * axis for axis in places)
        return np.asarray(middle + granule.WAVE * np.sin(x) * np.cos(y))

    error = kelvin[index > 4] - true(0, 0)
    slopes = np.stack([true(0.5, 0) - true(-0.5, 0), true(0, 0.5) - true(0, -0.5)], axis=1)
    shift = np.linalg.lstsq(slopes, error, rcond=None)[0]
    assert np.abs(shift).max() < 0.1
    reach = 2.9 if sensor == "modis_terra" else 1.1 * 0.8
    assert (np.abs(error) <= np.hypot(*slopes.T) * reach * 1.1 + 0.01).all()


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_the_height_of_the_strips_changes_no_bit(sensor: str) -> None:
    made = granules.made(sensor)
    whole = lstgeo.open_scene(made.radiance)
    with door.strips_for(lambda width: 16 * width):
        low = lstgeo.open_scene(made.radiance)
    assert low.chunksizes["y"][0] < whole.chunksizes["y"][0]
    options = {**GIVEN, "emissivity": 0.97}
    results = [lstgeo.retrieve(scene, **options) for scene in (whole, low)]  # type: ignore[arg-type]
    for name in results[0]:
        first, second = (
            result[name].compute(scheduler="synchronous").to_numpy() for result in results
        )
        assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_retrieve_writes_a_map_and_says_of_what(sensor: str, tmp_path: Path) -> None:
    made = granules.made(sensor)
    band = platforms.sensor(sensor).bands[0]
    out = tmp_path / "lst.tif"
    ran = commands.run(
        "retrieve", made.radiance, "--band", band.name, *OPTIONS, "-o", out, "--json"
    )
    assert ran.code == 0, ran.err
    item = json.loads((tmp_path / "lst.json").read_text())
    with rasterio.open(out) as source:
        assert source.res == (band.native_resolution, band.native_resolution)
        assert source.crs.is_projected
    assert item["properties"]["datetime"].startswith("2024-07-15T10:2")
    read = [entry["path"] for entry in item["properties"]["lstgeo:inputs"]]
    assert {str(made.radiance), str(made.geolocation), str(made.cloud)} <= set(read)
    assert item["properties"]["lstgeo:summary"]["flagged"]["cloud"] > 0
    saturated = item["properties"]["lstgeo:summary"]["flagged"].get("saturated", 0)
    assert (saturated > 0) == (sensor == "modis_terra")  # one detector of the first row
    assert item["properties"]["platform"] == {"modis_terra": "terra", "ecostress": "iss"}[sensor]
    assert "swath_pixels" not in item["properties"]["lstgeo:parameters"]


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_check_finds_a_granule_in_order(sensor: str) -> None:
    ran = commands.run("check", granules.made(sensor).radiance, *OPTIONS)
    assert ran.code == 0, ran.out


def test_check_says_what_is_wrong_with_a_file_beside(tmp_path: Path) -> None:
    path = granules.copied(tmp_path, granules.made())
    (cloud,) = tmp_path.glob("MOD35*")
    rasters.cut(cloud)
    ran = commands.run("check", path, *OPTIONS)
    assert ran.code == 1
    assert f"{cloud} cannot be read as HDF4" in ran.out


def test_a_batch_takes_granules_beside_other_scenes(tmp_path: Path) -> None:
    made = granules.made()
    table = tmp_path / "list.csv"
    table.write_text(f"scene,tau,up,down,emissivity\n{made.radiance},0.8,1.5,2.2,0.97\n")
    ran = commands.run("batch", table, "-o", tmp_path / "maps", "--workers", 1)
    assert ran.code == 0, ran.err
    assert (tmp_path / "maps" / f"{made.radiance.stem}_lst.tif").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--band", "B10"), "has no thermal band B10; it has B31"),
        (("--max-memory", "420MB"), "MB of memory; 420MB are allowed"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    made = granules.made()
    ran = commands.run("retrieve", made.radiance, *OPTIONS, *arguments, "-o", tmp_path / "lst.tif")
    assert ran.code == 1
    assert said in ran.sentence
    assert list(tmp_path.iterdir()) == []


def test_the_memory_that_a_swath_takes_counts() -> None:
    result = xr.Dataset({"quality": (("y", "x"), np.zeros((64, 100), np.uint16))})
    whole = memory.expected(64, 100, 1)
    assert memory.strips_at_once(result, 1, whole) == 1
    with pytest.raises(OutputError, match="need"):
        memory.strips_at_once(result.assign_attrs({memory.SWATH: 1000}), 1, whole)


@pytest.mark.parametrize(
    ("sensor", "columns", "view"),
    [
        ("modis_terra", slice(647, 707), (0.0, 3.0)),
        ("modis_terra", slice(62, 122), (51.9, 58.3)),
        ("ecostress", slice(20, 60), (26.0, 28.0)),
    ],
)
def test_the_coupled_method_is_within_its_sigma_of_the_truth(
    sensor: str, columns: slice, view: tuple[float, float], tmp_path: Path
) -> None:
    """Over 40 columns of air, 3 to 74 kg m-2, with usual errors of inputs and of the calibration.

    Each granule is one draw of these errors: the share within 1 sigma scatters by .07 and that
    within 2 by .035 around .68 and .95, and about two and a half times that is allowed.
    """
    band = platforms.sensor(sensor).bands[0]
    random, usual = np.random.default_rng(3), sensing.USUAL_ERRORS
    drawn = generator.generate(80, seed=5)
    residuals = []
    for number in np.flatnonzero(drawn.air_temperature > 262)[:40]:
        errors = random.standard_normal(5)
        made = granule.write(
            tmp_path / str(number),
            sensor=sensor,
            scans=1,
            columns=columns,
            air=drawn.take([number]),
            bias=calibration.radiance_sigma(band, band.calibration_sigma) * errors[4],
            seed=int(number),
        )
        scene = lstgeo.open_scene(made.radiance)
        found = lstgeo.retrieve(
            scene,
            method="coupled",
            water_vapour=made.water_vapour * max(1 + usual.water_vapour * errors[0], 0.01),
            air_temperature=made.air_temperature + usual.air_temperature * errors[1],
            surface_pressure=made.surface_pressure + usual.surface_pressure * errors[2],
            emissivity=min(made.emissivity + usual.emissivity * errors[3], 1.0),
        ).compute(scheduler="synchronous")
        index = granule_grid.pixels(made, scene)
        true = made.surface_temperature.reshape(-1)[index]
        residual = (found.surface_temperature - true) / found.surface_temperature_uncertainty
        residuals.append(residual.to_numpy()[index > 4])
    assert view[0] <= made.scan.view_zenith.min() <= made.scan.view_zenith.max() <= view[1]
    assert all(np.isfinite(residual).all() for residual in residuals)
    within = [np.mean([(abs(z) < bound).mean() for z in residuals]) for bound in (1, 2)]
    assert 0.50 < within[0] < 0.86
    assert within[1] > 0.87
