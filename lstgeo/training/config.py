"""What a model is trained from and how: a YAML file read into one checked, frozen value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lstgeo.errors import InputError, MethodError, MissingFileError
from lstgeo.model import band as model_band
from lstgeo.model import contract
from lstgeo.sensors import platforms
from lstgeo.simulation import surfaces
from lstgeo.training import kinds

if TYPE_CHECKING:
    from lstgeo.sensors.platforms import ThermalBand

GIVEN = ("response", "spectroscopy", "node_table", "profiles")
"""Files or folders that a configuration names and that must be there."""

_RESULTLESS = ("output", "threads")
"""Fields that change where or how fast, but not what is trained."""

_OWN = ("response", "nedt", "calibration_sigma", "native_resolution")
"""What must be said of a sensor that lstgeo does not know."""


@dataclass(frozen=True)
class Losses:
    """Weight of each constraint of the loss; 0 switches it off."""

    temperature: float = field(default=1.0, metadata=kinds.number(low=0, high=1e3))
    transmittance: float = field(default=0.05, metadata=kinds.number(low=0, high=1e3))
    upwelling_radiance: float = field(default=0.05, metadata=kinds.number(low=0, high=1e3))
    downwelling_radiance: float = field(default=0.05, metadata=kinds.number(low=0, high=1e3))
    closure: float = field(default=0.05, metadata=kinds.number(low=0, high=1e3))
    bounds: float = field(default=0.1, metadata=kinds.number(low=0, high=1e3))

    def __post_init__(self) -> None:
        kinds.checked(self)
        if self.temperature == 0:
            raise InputError("losses need a weight of temperature above 0: it makes the result")


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that a training depends on; `example.yaml` explains each field.

    Equal configurations of equal files give equal models.
    """

    sensor: str = field(metadata=kinds.text(pattern=r"[A-Za-z0-9 _-]+", words="letters and digits"))
    band: str = field(
        metadata=kinds.text(pattern=r"[A-Za-z0-9_]+", words="letters and digits, such as B10")
    )
    name: str | None = field(
        default=None,
        metadata=kinds.text(
            pattern="[a-z0-9]+(-[a-z0-9]+)*", words="small letters, digits and hyphens"
        ),
    )
    tier: str = field(default=contract.COUPLED, metadata=kinds.choice(contract.FEATURES_OF))
    version: int = field(default=1, metadata=kinds.whole(low=1, high=9999))
    response: Path | None = field(default=None, metadata=kinds.path())
    nedt: float | None = field(default=None, metadata=kinds.number(low=0.001, high=5))
    calibration_sigma: float | None = field(default=None, metadata=kinds.number(low=0, high=10))
    native_resolution: float | None = field(default=None, metadata=kinds.number(low=1, high=10_000))
    spectroscopy: Path | None = field(default=None, metadata=kinds.path())
    node_table: Path | None = field(default=None, metadata=kinds.path())
    profiles: Path | None = field(default=None, metadata=kinds.path())
    view_zenith_angle: tuple[float, float] = field(
        default=(0.0, 10.0), metadata=kinds.pair(low=0, high=65)
    )
    prior: str = field(default="uniform", metadata=kinds.choice(surfaces.PRIORS))
    augmentation: float = field(default=0.05, metadata=kinds.number(low=0, high=0.5))
    continuum_sigma: float = field(default=0.03, metadata=kinds.number(low=0, high=0.3))
    aerosol_share: float = field(default=0.25, metadata=kinds.number(low=0, high=1))
    start: str | None = field(
        default=None, metadata=kinds.text(pattern=r".+", words="the name or file of a model")
    )
    seed: int = field(default=0, metadata=kinds.whole(low=0, high=2**31 - 1))
    teachers: int = field(default=3, metadata=kinds.whole(low=1, high=32))
    steps: int = field(default=8000, metadata=kinds.whole(low=1, high=1_000_000))
    distillation_steps: int = field(default=8000, metadata=kinds.whole(low=1, high=1_000_000))
    batch: int = field(default=4096, metadata=kinds.whole(low=16, high=1_000_000))
    width: int = field(default=64, metadata=kinds.whole(low=4, high=1024))
    threads: int = field(default=2, metadata=kinds.whole(low=1, high=256))
    losses: Losses = field(default_factory=Losses, metadata=kinds.group(Losses))
    output: Path = field(default=Path("models"), metadata=kinds.path())

    def __post_init__(self) -> None:
        kinds.checked(self)
        known = self.known
        if known is not None:
            object.__setattr__(self, "sensor", known.sensor)
            object.__setattr__(self, "band", known.name)
        self._require_a_sensor()
        self._require_absorption()

    @property
    def known(self) -> ThermalBand | None:
        """The band where lstgeo knows the sensor; MethodError where that has no such band."""
        try:
            sensor = platforms.sensor(self.sensor)
        except MethodError:
            return None
        return sensor.band(self.band)

    @property
    def model(self) -> str:
        """Name of the model: that of its file, which ends in `.onnx`."""
        name = self.name or model_band.slug(self.sensor, self.band).replace(" ", "-")
        return f"{name}-{self.tier}-v{self.version}"

    @cached_property
    def digest(self) -> str:
        """Sha256 of everything that the result depends on, contents of files among it."""
        said = {name: value for name, value in asdict(self).items() if name not in _RESULTLESS}
        contents = {name: _content(said[name]) for name in (*GIVEN, "start")}
        document = [metadata.version("lstgeo"), said | contents]
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

    def document(self) -> dict[str, Any]:
        """The fields as JSON has them."""
        found = asdict(self)
        return {
            name: str(value) if isinstance(value, Path) else value for name, value in found.items()
        }

    def _require_a_sensor(self) -> None:
        missing = [name for name in _OWN if getattr(self, name) is None]
        if self.known is None and missing:
            known = ", ".join(platforms.SENSORS)
            raise InputError(
                f"sensor {self.sensor!r} is not known to lstgeo ({known} are), so its "
                f"{', '.join(missing)} must be given"
            )

    def _require_absorption(self) -> None:
        if self.spectroscopy is not None and self.response is None:
            raise InputError(
                f"spectroscopy makes the table of a response of your own, and none is given; "
                f"the table of {self.sensor} {self.band} ships"
            )
        if self.response is not None and self.spectroscopy is None and self.node_table is None:
            raise InputError(
                "a response of your own needs its absorption: a folder of spectroscopy, or a "
                "node_table that was made from it"
            )


def read(path: str | Path) -> Config:
    """Configuration of a YAML file.

    Raises MissingFileError where it is not there, InputError where it cannot be right.
    """
    path = Path(path)
    try:
        given = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(f"configuration {path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(given, dict):
        raise InputError(f"{path} must hold names with values, such as `sensor: landsat8`")
    try:
        found = parsed(given, path.parent)
    except (InputError, MethodError) as error:
        raise InputError(f"{path}: {error}") from error
    for name in GIVEN:
        place = getattr(found, name)
        if place is not None and not place.exists():
            raise MissingFileError(f"{path}: there is no {name} {place}")
    return found


def parsed(given: dict[str, Any], folder: Path) -> Config:
    """Configuration of names and values; relative paths are in `folder`."""
    kinds.unknown(given, Config, "a configuration")
    missing = [name for name in ("sensor", "band") if given.get(name) is None]
    if missing:
        raise InputError(f"a configuration needs {' and '.join(missing)}")
    absent = {known.name for known in fields(Config) if given.get(known.name) is None}
    said = {name: value for name, value in given.items() if name not in absent}
    for name in (*GIVEN, "output", "start"):
        if isinstance(said.get(name), str) and (name != "start" or said[name].endswith(".onnx")):
            said[name] = str(folder / Path(said[name]).expanduser())
    return Config(**said)


def example() -> str:
    """The commented example, whose values are the defaults."""
    return resources.files(__package__).joinpath("example.yaml").read_text("utf-8")


def _content(given: str | Path | None) -> list[str] | str | None:
    """Sha256 of a file or of the files of a folder; what was given where it is neither."""
    if given is None:
        return None
    path = Path(given)
    if path.is_dir():
        return [f"{file.relative_to(path)} {_sha256(file)}" for file in _files(path)]
    return _sha256(path) if path.is_file() else str(given)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
