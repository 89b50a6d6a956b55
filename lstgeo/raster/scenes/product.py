"""What a Landsat product says of itself: its name, its level, how it was calibrated and located."""

from __future__ import annotations

import logging
import re

from lstgeo.errors import SceneError
from lstgeo.raster.scenes import qa
from lstgeo.raster.scenes.files import SceneFiles
from lstgeo.raster.scenes.mtl import Metadata
from lstgeo.sensors import calibration as calibrations
from lstgeo.sensors.calibration import CalibrationState
from lstgeo.sensors.platforms import ThermalBand

log = logging.getLogger(__name__)

Acquisition = tuple[str, str]
"""WRS path and row, and day (`YYYYMMDD` or, in a scene identifier, `YYYYDDD`)."""

_NAMES = (
    re.compile(r"L[A-Z]\d{2}_L\w{3}_(?P<place>\d{6})_(?P<day>\d{8})"),
    re.compile(r"L[A-Z]\d(?P<place>\d{6})(?P<day>\d{7})"),
    re.compile(r"L\d{1,2}(?P<place>\d{6})_\d{3}(?P<day>\d{8})"),
)

_WITHOUT_THERMAL = {"MSS": "MSS", "OLI": "OLI alone"}
_ORBIT = "orbit alone"
_SYSTEMATIC = {"L1GT": "orbit and a terrain model alone", "L1GS": _ORBIT, "L1G": _ORBIT}
_SCATTER = "GEOMETRIC_RMSE_MODEL"


def require_level_1(files: SceneFiles, metadata: Metadata) -> None:
    """Raise SceneError where the scene is no Level-1 product, or has no thermal band."""
    level = metadata.get("PROCESSING_LEVEL", "DATA_TYPE") or ""
    if level.upper().startswith("L2"):
        raise SceneError(
            f"{files.origin} is a Level-2 product ({level}): its ST band already is surface "
            "temperature; lstgeo needs Level-1 data, or the *_ST_TRAD raster of Level-2"
        )
    instrument = _WITHOUT_THERMAL.get((metadata.get("SENSOR_ID") or "").upper())
    if instrument or metadata.text("SPACECRAFT_ID")[-1:] in {"1", "2", "3"}:
        raise SceneError(
            f"{files.origin} is a scene of {instrument or 'MSS'}, without the thermal band that "
            "surface temperature is retrieved from: one of TM, ETM+ or TIRS is needed"
        )


def identifier(metadata: Metadata) -> str:
    """Name of the scene; never a path, since outputs are called after it."""
    named = metadata.get("LANDSAT_PRODUCT_ID", "LANDSAT_SCENE_ID")
    return (named or re.split("_?MTL", metadata.source)[0] or "scene").rpartition("/")[2]


def acquisition(name: str) -> Acquisition | None:
    """Place and day in a USGS name of any era; None where `name` says neither."""
    found = next((match for known in _NAMES if (match := known.search(name.upper()))), None)
    return (found["place"], found["day"]) if found else None


def is_another(name: str, metadata: Metadata) -> bool:
    """Whether a file's `name` says that it is of another acquisition than the scene."""
    found = acquisition(name)
    place, acquired = metadata.place(), metadata.acquired()
    days = {acquired.strftime("%Y%m%d"), acquired.strftime("%Y%j")}
    return found is not None and (found[1] not in days or place not in {None, found[0]})


def state_of(metadata: Metadata) -> CalibrationState:
    """What the metadata says about how the scene was calibrated."""
    stated, tier = qa.PRE_COLLECTION, metadata.get("COLLECTION_CATEGORY")
    if metadata.get("COLLECTION_NUMBER"):
        stated = f"{metadata.number('COLLECTION_NUMBER'):.0f} {tier}"
    return CalibrationState(
        collection=stated,
        processing_level=metadata.get("PROCESSING_LEVEL", "DATA_TYPE"),
        processing_software=metadata.get("PROCESSING_SOFTWARE_VERSION"),
        stray_light_correction=metadata.get(
            "DATA_SOURCE_TIRS_STRAY_LIGHT_CORRECTION", "TIRS_STRAY_LIGHT_CORRECTION_SOURCE"
        ),
        scene_select_mirror_model=metadata.get("TIRS_SSM_MODEL"),
        scene_select_mirror_position=metadata.get("TIRS_SSM_POSITION_STATUS"),
        pointing=metadata.get("NADIR_OFFNADIR"),
        roll_angle=metadata.number("ROLL_ANGLE") if metadata.get("ROLL_ANGLE") else None,
    )


def calibration_uncertainty(files: SceneFiles, band: ThermalBand, state: CalibrationState) -> float:
    """Calibration uncertainty (1 sigma) at 300 K [K]; warns where it is larger than the best."""
    kelvin, reasons = calibrations.sigma(band, state)
    if reasons:
        log.warning(
            "calibration of %s is uncertain by %.2f K: %s", files.origin, kelvin, ", ".join(reasons)
        )
    return kelvin


def location(files: SceneFiles, metadata: Metadata) -> dict[str, str | float]:
    """Processing level and geometric scatter [m], as far as known; warns of less exact levels."""
    level = metadata.get("PROCESSING_LEVEL", "DATA_TYPE")
    found: dict[str, str | float] = {"processing_level": level} if level else {}
    if metadata.get(_SCATTER):
        found["geometric_rmse"] = metadata.number(_SCATTER)
    if level is not None and level.upper() in _SYSTEMATIC:
        log.warning(
            "%s is %s, located by the %s: it may lie hundreds of metres off",
            files.origin,
            level,
            _SYSTEMATIC[level.upper()],
        )
    return found
