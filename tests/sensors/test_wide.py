"""MODIS band 31 and ECOSTRESS band 4: names, responses, and what their documents say of them."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.atmosphere import nodes
from lstgeo.errors import MethodError
from lstgeo.physics import planck
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

BANDS = [("modis_terra", "B31"), ("modis_aqua", "B31"), ("ecostress", "B4")]


@pytest.mark.parametrize(
    ("name", "sensor"),
    [
        *((name, "modis_terra") for name in ("terra", "MODIS Terra", "MOD021KM", "modis-terra")),
        *((name, "modis_aqua") for name in ("aqua", "MODIS_AQUA", "MYD021KM", "Aqua MODIS")),
        *((name, "ecostress") for name in ("ecostress", "ECOSTRESS", "ECO1BRAD", "ECO_L1B_RAD")),
    ],
)
def test_they_go_by_the_names_of_their_platforms_and_products(name: str, sensor: str) -> None:
    assert platforms.sensor(name).name == sensor


@pytest.mark.parametrize(
    ("sensor", "band", "house"), [("terra", "31", "B31"), ("aqua", "b31", "B31"),
                                  ("ecostress", "4", "B4"), ("ecostress", "band 4", "B4")],
)  # fmt: skip
def test_their_bands_go_by_number(sensor: str, band: str, house: str) -> None:
    assert platforms.sensor(sensor).band(band).name == house


def test_a_band_of_theirs_that_is_not_thermal_here_is_refused() -> None:
    with pytest.raises(MethodError, match="MODIS Terra has no thermal band B32; it has B31"):
        platforms.sensor("terra").band("B32")


@needs_shared
@pytest.mark.parametrize("platform", ["terra", "aqua"])
def test_responses_of_modis_are_those_of_its_characterization_team(platform: str) -> None:
    table = np.loadtxt(SHARED / "responses" / f"modis_{platform}_b31", comments="#")
    table = table[np.argsort(table[:, 0])]
    shipped = platforms.response(f"modis_{platform}_b31")
    np.testing.assert_allclose(shipped.wavelength, table[:, 0] / 1000, rtol=0, atol=1e-9)
    np.testing.assert_allclose(shipped.weight, table[:, 1], rtol=1e-5)


@pytest.mark.parametrize(
    ("response", "low", "high"),
    # MODIS: 10.780-11.280 um (modis.gsfc.nasa.gov/about/specifications.php). ECOSTRESS: 10.49 um,
    # .410 um wide.
    [
        ("modis_terra_b31", 10.78, 11.28),
        ("modis_aqua_b31", 10.78, 11.28),
        ("ecostress_b4", 10.285, 10.695),
    ],
)
def test_half_of_the_response_is_where_the_band_is_said_to_be(
    response: str, low: float, high: float
) -> None:
    shape = platforms.response(response)
    wavelength = np.arange(9.5, 12.5, 1e-3)
    weight = np.interp(wavelength, shape.wavelength, shape.weight, left=0.0, right=0.0)
    inside = wavelength[weight >= weight.max() / 2]
    assert inside[0] == pytest.approx(low, abs=0.05)  # um; worth .1 K where all of a band is moved
    assert inside[-1] == pytest.approx(high, abs=0.05)


def test_mean_and_spread_of_ecostress_are_those_of_its_measured_response() -> None:
    """What RTTOV states of it: channel 4 of rtcoef_iss_1_ecostres_v7pred.dat (NWP SAF, 2018).

    Its central wavenumber, and the offset and slope of the temperature that Planck's law takes
    there instead of the true one: the wider a band, the more the two differ.
    """
    centre, offset, slope, second = 953.4730659, 0.09017924063, 0.9996970864, 1.4387774
    response = platforms.response("ecostress_b4")
    wavenumber, weight = 1e4 / response.nodes, response.weights / response.nodes**2
    mean = float(wavenumber @ weight / weight.sum())
    assert mean == pytest.approx(centre, abs=0.1)  # cm-1; .1 is .001 um, worth .002 K
    temperature = np.arange(200.0, 331.0, 10.0)
    exponent = second * wavenumber / temperature[:, None]
    radiance = (wavenumber**3 / np.expm1(exponent)) @ weight / weight.sum()
    effective = second * mean / np.log1p(mean**3 / radiance)
    # The correction is up to .03 K; a box as wide at half of its height misses it by .007 K.
    np.testing.assert_allclose(effective, offset + slope * temperature, rtol=0, atol=0.003)


def test_temperatures_of_ecostress_are_near_those_of_the_official_table() -> None:
    """Rows of ECOSTRESS_Rad_LUT_v5.txt (ECOv003-L2-LSTE), W m-2 sr-1 um-1 at 250, 300 and 330 K."""
    table = platforms.sensor("ecostress").band().planck_table
    found = table.temperature(np.array([3.88470, 9.77309, 14.90826]))
    # .18 K at most, by the wings of the table's response, which are not known here.
    np.testing.assert_allclose(found, [250.0, 300.0, 330.0], rtol=0, atol=0.2)


@pytest.mark.parametrize(("sensor", "band"), BANDS)
def test_their_node_tables_make_the_same_of_a_black_body_as_their_responses(
    sensor: str, band: str
) -> None:
    table, known = nodes.table(sensor, band), platforms.sensor(sensor).band(band)
    temperature = np.array([230.0, 270.0, 310.0])
    radiance = planck.radiance(table.wavelength, temperature[:, None]) @ table.weight
    found = known.planck_table.temperature(radiance)
    np.testing.assert_allclose(found, temperature, rtol=0, atol=1e-3)  # K


def test_the_noise_of_modis_is_small_and_its_footprint_wide() -> None:
    band = platforms.sensor("terra").band()
    slope = float(band.planck_table.slope(300.0) / band.planck_table.radiance(np.asarray(300.0)))
    # Specification: NEdT .05 K; .5 % of radiance, which this slope makes kelvin of.
    assert band.nedt == 0.05
    assert band.calibration_sigma == pytest.approx(0.005 / slope, abs=0.01)
    assert (band.native_resolution, platforms.sensor("ecostress").band().native_resolution) == (
        1000.0,
        70.0,
    )
