"""The models that ship: found by name or by band, and verified against their manifest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lstgeo.errors import MethodError, ModelError
from lstgeo.model import band as model_band
from lstgeo.model import contract, onnx
from lstgeo.model.onnx import OnnxAtmosphereModel
from lstgeo.sensors.platforms import ThermalBand

FOLDER = Path(__file__).parents[1] / "models"
"""Folder of the models, in the package by a link."""

_NAME = re.compile(r"(?P<band>[a-z0-9_]+-[a-z0-9]+)-(?P<tier>[a-z]+)-v(?P<version>\d+)\.onnx")


@dataclass(frozen=True)
class Shipped:
    """An entry of the manifest; `file` is relative to its folder."""

    file: str
    sha256: str
    bytes: int

    @property
    def name(self) -> str:
        """Name that users call the model by."""
        return Path(self.file).stem

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.file


def models() -> tuple[Shipped, ...]:
    """Models that `retrieve` may use, by name; baselines of the evaluation are not among them."""
    return tuple(entry for entry in _manifest(FOLDER) if _NAME.fullmatch(entry.file))


def find(name: str) -> Shipped:
    """Model called `name`; raises ModelError that names those there are."""
    for model in models():
        if name == model.name:
            return model
    names = ", ".join(model.name for model in models()) or "none"
    raise ModelError(f"model {name!r} is neither a file nor one that ships; there are {names}")


def of_band(band: ThermalBand, tier: str = contract.COUPLED) -> Shipped | None:
    """Newest model of `tier` for `band`, or None; the two gains of Landsat 7 share theirs."""
    wanted = model_band.slug(band.sensor, band.name)
    found = [
        (int(parts["version"]), model)
        for model in models()
        if (parts := _NAME.fullmatch(model.file))
        and (parts["band"], parts["tier"]) == (wanted, tier)
    ]
    return max(found, key=lambda versioned: versioned[0])[1] if found else None


def opened(
    given: str | Path | None, band: ThermalBand, tier: str = contract.COUPLED
) -> OnnxAtmosphereModel:
    """Model `given` by name or as a file, or the one that ships for `band` where None.

    Raises ModelError where it does not belong to the band or is not as it was shipped,
    or is of another tier, MethodError where none ships for the band.
    """
    if given is not None:
        model = open_any(given)
        require_band(model, band)
        require_tier(model, tier)
        return model
    found = of_band(band, tier)
    if found is None:
        raise MethodError(f"no {tier} model ships for {band.title}; give the file of one (--model)")
    return onnx.open_model(found.path, found.sha256)


def open_any(given: str | Path) -> OnnxAtmosphereModel:
    """Model `given` as a file or by the name of one that ships, which must be as it was shipped."""
    if Path(given).is_file():
        return onnx.open_model(given)
    if Path(given).suffix == ".onnx":
        return onnx.open_model(given)
    found = find(str(given))
    return onnx.open_model(found.path, found.sha256)


def require_band(model: OnnxAtmosphereModel, band: ThermalBand) -> None:
    """Raise ModelError where `model` is of another band, or of another response than `band`'s."""
    stated = model.contract
    if model_band.slug(stated.sensor, stated.band) != model_band.slug(band.sensor, band.name):
        raise ModelError(
            f"model {stated.name} is of {stated.sensor} {stated.band}, "
            f"the scene of {band.sensor} {band.name}"
        )
    if contract.fingerprint(stated.response) != contract.fingerprint(band.spectral_response):
        raise ModelError(f"model {stated.name} was made for another response of {band.title}")


def require_tier(model: OnnxAtmosphereModel, tier: str) -> None:
    """Raise ModelError where `model` is of another tier than `tier`, and so needs other inputs."""
    stated = model.contract
    if stated.tier in contract.FEATURES_OF and stated.tier != tier:
        raise ModelError(f"model {stated.name} is of the {stated.tier} tier, not the {tier} one")


def verify() -> tuple[Shipped, ...]:
    """Every file of the manifest, all of them as they were shipped.

    Raises ModelError that names those that differ, are missing, or are not in the manifest.
    """
    listed = _manifest(FOLDER)
    known = {entry.path for entry in listed}
    wrong = [entry.file for entry in listed if not _is_as_shipped(entry)]
    found = sorted(FOLDER.rglob("[!.]*.onnx"))
    wrong += [path.relative_to(FOLDER).as_posix() for path in found if path not in known]
    if wrong:
        raise ModelError(f"not as the manifest of {FOLDER} says: {', '.join(wrong)}")
    return listed


def _is_as_shipped(entry: Shipped) -> bool:
    return entry.path.is_file() and onnx.checksum(entry.path) == entry.sha256


@lru_cache
def _manifest(folder: Path) -> tuple[Shipped, ...]:
    path = folder / "manifest.json"
    try:
        entries = json.loads(path.read_text("utf-8"))
        return tuple(
            Shipped(file, entry["sha256"], entry["bytes"])
            for file, entry in sorted(entries.items())
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"{path} cannot be read as a manifest of models: {error}") from error
