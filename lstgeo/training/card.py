"""The model card: what a model is, what it was made of and how well it does, for people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lstgeo.errors import OutputError
from lstgeo.model.contract import PROFILE
from lstgeo.simulation import surfaces
from lstgeo.training import manifest
from lstgeo.validation import markdown

Document = Mapping[str, Any]

ABSORPTION = (
    "Absorption: derived numbers from HITRAN2020 (doi:10.1016/j.jqsrt.2021.107949), effective "
    "lines of lstgeo, MT_CKD 2.5/3.2 (AER), cross sections of HITRAN and REPTRAN of libRadtran; "
    "NOTICE and the node table's provenance say more. Nothing of MT_CKD 4.x."
)
SOURCES = {
    "generat": "statistics of GFS columns (NCEP; U.S. public domain) that ship with lstgeo",
    "gfs": "Global Forecast System (NCEP; U.S. public domain)",
    "ncep": "NCEP climatology (U.S. public domain)",
    "era5": "contains modified Copernicus Climate Change Service information",
    "rfmip": "RFMIP (CC BY-SA 4.0)",
    "ckdmip": "CKDMIP (ECMWF; attribution)",
    "ifs": "ECMWF IFS (attribution)",
}
"""Origin and licence of profile sources, by how their names begin."""

LIMITS = (
    "Clear sky alone: a cloud that the mask has missed gives the temperature of the cloud.",
    "Outside the ranges above, or their joint bound, results carry a quality bit and no promise.",
    "The correction leans on the Ts - Ta of its training: other surfaces, other errors.",
    "Trained and tested on simulated radiances; simulation is not validation.",
    "Where transmittance is below .3 (bit 12) the surface is hardly seen.",
)


def write(model: Path, contract: Document) -> Path:
    """Write the card of a model file beside it; `contract` is what its metadata say."""
    target = model.with_suffix(".md")
    partial = target.with_name(f".{target.name}.part")
    try:
        partial.write_text(text(contract, manifest.entry(model)), "utf-8")
        partial.replace(target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}") from error
    return target


def text(contract: Document, file: Document) -> str:
    """Card in Markdown; `file` holds the sha256 and bytes of the model file."""
    sections = {
        "What it is": _purpose(contract),
        "Inputs": _inputs(contract),
        "Outputs": _outputs(contract),
        "Training": _training(contract.get("training", {})),
        "Figures": _figures(contract.get("evaluation", {})),
        "Limits": "\n".join(f"- {limit}" for limit in LIMITS),
        "Loading": _loading(contract, file),
    }
    body = "\n\n".join(f"## {title}\n\n{content}" for title, content in sections.items())
    return f"# {contract['name']}\n\n{body}\n"


def _purpose(contract: Document) -> str:
    wavelength = contract["response"]["wavelength"]
    return (
        f"Land surface temperature from band {contract['band']} of {contract['sensor']} "
        f"({wavelength[0]:.2f}-{wavelength[-1]:.2f} um) under a clear sky. A network gives "
        "transmittance, upwelling and downwelling radiance; the radiative transfer equation is "
        "inverted with them outside the network; the network's correction is added. Its sigma is "
        "the total uncertainty given those of the inputs, without the sensor's calibration beyond "
        "what `radiometric_sigma` states.\n\n"
        f"Noise {contract['nedt']:g} K and calibration {contract['calibration_sigma']:g} K "
        f"(1 sigma at 300 K); footprint {contract['native_resolution']:g} m. Tier "
        f"`{contract['tier']}`, contract {contract['contract']}. Licence: Apache-2.0."
    )


def _inputs(contract: Document) -> str:
    rows = [
        (f"`{each['name']}`", each["units"], *(f"{bound:g}" for bound in each["range"]))
        for each in contract["features"]
    ]
    note = "Ranges are those of the training, in the order of the columns of `features`."
    return f"{note}\n\n{markdown.table(('input', 'units', 'low', 'high'), rows)}"


def _outputs(contract: Document) -> str:
    rows = [(f"`{each['name']}`", each["units"]) for each in contract["outputs"]]
    return markdown.table(("output", "units"), rows)


def _training(training: Document) -> str:
    prior = training.get("prior")
    lines = _listed(training)
    if prior in surfaces.PRIORS:
        lines.append(f"- Ts - Ta and emissivity were drawn by `{prior}`: {surfaces.PRIORS[prior]}.")
    lines += [f"- Source: {words}." for words in _origins(training)]
    return "\n".join([*lines, f"- {ABSORPTION}"])


def _origins(training: Document) -> list[str]:
    """Origin and licence of every profile source that the training names anywhere."""
    names = [name.lower() for name in _names(training)]
    return [
        words for start, words in SOURCES.items() if any(name.startswith(start) for name in names)
    ]


def _names(value: Any) -> list[str]:
    """Every key and text of a document, texts of several names apart."""
    if isinstance(value, str):
        return value.split(", ")
    if isinstance(value, Mapping):
        return [*map(str, value), *(name for each in value.values() for name in _names(each))]
    if isinstance(value, list | tuple):
        return [name for each in value for name in _names(each)]
    return []


def _figures(evaluation: Document) -> str:
    """Numbers as a list; a table where entries are sets with figures of their own."""
    sets = {name: value for name, value in evaluation.items() if isinstance(value, Mapping)}
    single = {name: value for name, value in evaluation.items() if name not in sets}
    if not evaluation:
        return "None were stored with the model; `lstgeo evaluate` makes them."
    columns = list(dict.fromkeys(name for figures in sets.values() for name in figures))
    rows = [
        (name, *(_value(figures.get(column, "")) for column in columns))
        for name, figures in sets.items()
    ]
    parts = [markdown.table(("set", *columns), rows)] if rows else []
    return "\n\n".join([*parts, *(["\n".join(_listed(single))] if single else [])])


def _loading(contract: Document, file: Document) -> str:
    given = "--profiles profiles.nc" if contract["tier"] == PROFILE else "--wv wv.tif"
    return (
        f"`{contract['name']}.onnx`, {file['bytes']} bytes, sha256 `{file['sha256']}`.\n\n"
        "```sh\n"
        f"lstgeo retrieve SCENE --model {contract['name']}.onnx {given} -o lst.tif\n"
        "```\n\n"
        "With onnxruntime alone: input `features`, float32 (n, "
        f"{len(contract['features'])}); the metadata property `lstgeo` holds the contract as JSON."
    )


def _listed(document: Document, depth: int = 0) -> list[str]:
    lines: list[str] = []
    for name, value in document.items():
        nested = isinstance(value, Mapping)
        lines.append(f"{'  ' * depth}- {name}:{'' if nested else f' {_value(value)}'}")
        lines += _listed(value, depth + 1) if nested else []
    return lines


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(each) for each in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)
