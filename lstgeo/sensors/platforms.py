"""The sensors that lstgeo knows, their thermal bands, and the names that users give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from lstgeo.errors import MethodError
from lstgeo.physics.band import PlanckTable, Response


@dataclass(frozen=True)
class ThermalBand:
    """A thermal band of a sensor.

    `response` is the spectral response, or the name of one that ships; `native_resolution` the
    footprint [m] at nadir before any resampling; `nedt` the noise equivalent temperature difference
    at 300 K [K]; `calibration_sigma` the absolute calibration uncertainty (1 sigma) at 300 K [K] of
    data in its best state.
    """

    sensor: str
    name: str
    number: str
    response: str | Response
    native_resolution: float
    nedt: float
    calibration_sigma: float

    @property
    def spectral_response(self) -> Response:
        """The band's spectral response itself."""
        return self.planck_table.response

    @property
    def planck_table(self) -> PlanckTable:
        """Planck's law averaged over the band's spectral response."""
        return _planck_table(self.response)

    @property
    def title(self) -> str:
        """Name for people, such as `Landsat 8 B10`."""
        known = SENSORS.get(self.sensor)
        return f"{known.title if known else self.sensor} {self.name}"


@dataclass(frozen=True)
class Sensor:
    """An instrument on a platform with its thermal bands; the first is the default.

    `platform` and `instrument` are named as STAC items name them; `aliases` is a pattern of its
    other names, in lower case without blanks, hyphens and underscores; `red` and `near_infrared`
    are the numbers of the bands that the NDVI comes from, empty where there are none;
    `solar_irradiance` that of the sun [W m-2 um-1] in those bands, at its mean distance.
    """

    name: str
    title: str
    platform: str
    instrument: str
    aliases: str
    first_day: str
    bands: tuple[ThermalBand, ...]
    red: str = ""
    near_infrared: str = ""
    solar_irradiance: tuple[float, float] | None = None

    def band(self, name: str | None = None) -> ThermalBand:
        """Band called `name` (`B10`, `10`, `b6_vcid_2`); the default one where None.

        Raises MethodError that names the thermal bands there are.
        """
        if name is None:
            return self.bands[0]
        wanted = name.upper().removeprefix("BAND").strip("_ ").removeprefix("B")
        for band in self.bands:
            if wanted == band.number:
                return band
        if wanted == "6" and self.bands[0].number.startswith("6"):
            return self.bands[0]
        known = ", ".join(band.name for band in self.bands)
        raise MethodError(f"{self.title} has no thermal band {name}; it has {known}")


def sensor(name: str) -> Sensor:
    """Sensor called `name`: `landsat8`, `LANDSAT_8`, `L8`, `LC08`, `MODIS Terra`, `MOD021KM`.

    Raises MethodError that names the sensors there are.
    """
    folded = _folded(name)
    for known in SENSORS.values():
        if folded == _folded(known.name) or re.fullmatch(known.aliases, folded):
            return known
    raise MethodError(f"sensor {name!r} is not known; there are {', '.join(SENSORS)}")


def response(name: str) -> Response:
    """Spectral response that ships as `responses/<name>.csv`."""
    text = resources.files(__package__).joinpath("responses", f"{name}.csv").read_text("utf-8")
    rows = [line.split(",") for line in text.splitlines() if line[:1].isdigit()]
    return Response(tuple(float(row[0]) for row in rows), tuple(float(row[1]) for row in rows))


def _folded(name: str) -> str:
    return re.sub(r"[-_ ]", "", name.lower())


@lru_cache
def _planck_table(shape: str | Response) -> PlanckTable:
    return PlanckTable(response(shape) if isinstance(shape, str) else shape)


def _tm(number: int, sigma: float) -> tuple[ThermalBand, ...]:
    sensor = f"landsat{number}"
    return (ThermalBand(sensor, "B6", "6", f"{sensor}_b6", 120.0, 0.25, sigma),)


def _etm() -> tuple[ThermalBand, ...]:
    gains = ("6_VCID_1", "6_VCID_2")
    return tuple(
        ThermalBand("landsat7", f"B{number}", number, "landsat7_b6", 60.0, 0.15, 0.5)
        for number in gains
    )


def _tirs(number: int, sigma_of_b11: float) -> tuple[ThermalBand, ...]:
    sensor = f"landsat{number}"
    return tuple(
        ThermalBand(sensor, f"B{band}", band, f"{sensor}_b{band}", 100.0, 0.05, sigma)
        for band, sigma in (("10", 0.35), ("11", sigma_of_b11))
    )


def _modis(platform: str) -> tuple[ThermalBand, ...]:
    sensor = f"modis_{platform}"
    return (ThermalBand(sensor, "B31", "31", f"{sensor}_b31", 1000.0, 0.05, 0.35),)


def _ecostress() -> tuple[ThermalBand, ...]:
    return (ThermalBand("ecostress", "B4", "4", "ecostress_b4", 70.0, 0.15, 0.7),)


# https://landsat.usgs.gov/esun: Chance-Kurucz spectrum over the bands.
_SUN = {
    4: (1554.0, 1033.0),
    5: (1551.0, 1036.0),
    7: (1547.0, 1044.0),
}


def _landsat(
    number: int, instrument: str, first_day: str, bands: tuple[ThermalBand, ...]
) -> Sensor:
    red, near_infrared = ("4", "5") if number > 7 else ("3", "4")
    return Sensor(
        f"landsat{number}",
        f"Landsat {number}",
        f"landsat-{number}",
        instrument,
        f"l[cet]?0?{number}",
        first_day,
        bands,
        red,
        near_infrared,
        _SUN.get(number),
    )


def _modis_on(platform: str, product: str, first_day: str) -> Sensor:
    return Sensor(
        f"modis_{platform}",
        f"MODIS {platform.title()}",
        platform,
        "modis",
        f"{platform}(modis)?|{product}(1km)?",
        first_day,
        _modis(platform),
        red="1",
        near_infrared="2",
    )


# Noise: TIRS .05 K and ETM+ three times that (Montanaro et al. 2014, doi:10.3390/rs61211753);
# TM .17-.30 K on orbit (Barsi et al. 2003). Calibration: our figures, near the residuals of
# vicarious calibration in Schott et al. 2012 (Landsat 4, 5, 7) and Gerace and Montanaro 2017
# (TIRS, .5 % of radiance after the stray-light correction, of which B11 has the larger share).
# MODIS: its specification, .05 K and .5 % of radiance, which it meets in orbit (Xiong et al. 2008,
# IEEE TGRS 46, 1790). ECOSTRESS: noise of .06-.6 K by detector and scene, band 4 cold by 1.45 K in
# collection 1 (Wethey et al. 2024, doi:10.3390/rs16111876); collection 2 takes about 1 K out
# (doi:10.5067/ECOSTRESS/ECO_L1B_RAD.002). Ours: .15 K, and .7 K that also covers what is unknown
# of its response.
SENSORS: dict[str, Sensor] = {
    known.name: known
    for known in (
        _landsat(4, "tm", "1982-07-16", _tm(4, 0.9)),
        _landsat(5, "tm", "1984-03-01", _tm(5, 0.7)),
        _landsat(7, "etm+", "1999-04-15", _etm()),
        _landsat(8, "tirs", "2013-02-11", _tirs(8, 0.6)),
        _landsat(9, "tirs-2", "2021-09-27", _tirs(9, 0.35)),
        _modis_on("terra", "mod02", "1999-12-18"),
        _modis_on("aqua", "myd02", "2002-05-04"),
        Sensor(
            *("ecostress", "ECOSTRESS", "iss", "ecostress", "ecol?1brad", "2018-06-29"),
            _ecostress(),
        ),
    )
}
"""Every sensor by its house name."""
