"""The report of a retrieval: its map, its figures, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lstgeo import quality, vocabulary
from lstgeo.physics import constants
from lstgeo.pictures import caption, colours
from lstgeo.quality import MEANINGS, Quality
from lstgeo.raster import described
from lstgeo.reports import diagrams, encode, legend, page, place, provenance, retrieval, scan
from lstgeo.reports.provenance import Provenance
from lstgeo.reports.retrieval import BITS, SIGMA, TEMPERATURE, Retrieval
from lstgeo.reports.scan import Cells, Scan

Document = dict[str, Any]

_SCRIPTS = ("cells.js", "paint.js", "readout.js", "scale.js", "plane.js", "map.js")
_OTHERWISE = (constants.ZERO_CELSIUS, constants.ZERO_CELSIUS + 40)
"""Limits of the colours where a scene has no temperature at all [K]."""

_BIN = 0.01
"""Width of the bins of a summary [K]."""


def rendered(path: Path, longest_side: int) -> tuple[str, Document]:
    """Page of the retrieval at `path`, and its figures for JSON.

    Raises MissingFileError, RasterError, MetadataError, InputError.
    """
    found = retrieval.of(path)
    scanned = scan.of(found, longest_side)
    told = provenance.of(found.item, found.raster.parent)
    figures = _figures(found, scanned)
    text = page.rendered(
        "scene.html",
        [page.LEAFLET / "leaflet.css", page.asset("page.css"), page.asset("map.css")],
        [page.LEAFLET / "leaflet.js", *map(page.asset, _SCRIPTS)],
        licence=page.licence(),
        map=_map(found, scanned.cells),
        figures=figures,
        provenance=told,
        diagrams=_diagrams(found, scanned),
        heading=_heading(found),
        has_item=bool(found.item),
    )
    return text, figures | {"outputs": _outputs(told)}


def _heading(found: Retrieval) -> Document:
    properties = described.mapping(found.item.get("properties"))
    scene = properties.get("lstgeo:scene")
    return {
        "scene": provenance.told(scene) or found.raster.name,
        "line": caption.of(found.item, found.raster).line,
    }


def _map(found: Retrieval, cells: Cells) -> Document:
    """What the script of the map is given."""
    temperature, sigma, bits = (cells.layers[name] for name in (TEMPERATURE, SIGMA, BITS))
    clear = np.isfinite(temperature) & quality.clear(bits)
    chosen = clear if clear.any() else np.isfinite(temperature)
    layers = {"temperature": encode.kelvins(temperature), "bits": encode.whole(bits)}
    if found.sigma is not None:
        layers["sigma"] = encode.kelvins(sigma)
    return {
        "place": place.of(found.grid),
        "step": cells.step,
        "rows": cells.rows.size,
        "columns": cells.columns.size,
        "per_kelvin": encode.PER_KELVIN,
        "limits": {
            "temperature": colours.limits(temperature[chosen], _OTHERWISE),
            "sigma": colours.limits(sigma[chosen], (0.0, 2.0), 0.1),
        },
        "legend": legend.document(),
        "has_bits": found.bits is not None,
        "layers": layers,
    }


def _figures(found: Retrieval, scanned: Scan) -> Document:
    """Pixels, areas and statistics, of every pixel of the raster."""
    summary = scanned.summary
    return {
        "raster": str(found.raster),
        "pixels": summary.pixels,
        "measured": {"pixels": summary.measured, "km2": _km2(scanned.measured_area())},
        "clear": {
            "pixels": summary.clear,
            "km2": _km2(scanned.clear_area()),
            "share": _share(summary.clear, summary.measured),
        },
        "flags": [_flag(scanned, bit) for bit in Quality] if found.bits else [],
        "statistics": {
            TEMPERATURE: _statistics(scanned, TEMPERATURE),
            SIGMA: _statistics(scanned, SIGMA),
        },
    }


def _flag(scanned: Scan, bit: Quality) -> Document:
    """Area with a bit; its share is of the measured pixels, that of fill of all."""
    summary = scanned.summary
    name = str(bit.name).lower()
    pixels = summary.document()["flagged"].get(name, 0)
    of = summary.pixels if bit is Quality.FILL else summary.measured
    return {
        "bit": bit.bit_length() - 1,
        "name": name,
        "meaning": MEANINGS[bit],
        "pixels": pixels,
        "km2": _km2(scanned.area(bit)),
        "share": _share(pixels, of),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _km2(square_metres: float | None) -> float | None:
    return None if square_metres is None else round(square_metres / 1e6, 4)


def _statistics(scanned: Scan, name: str) -> Document | None:
    """Percentiles, mean and spread of the clear pixels [K]; None where there are none."""
    counts, start = _counts(scanned, name)
    moments = diagrams.mean_and_spread(counts, start, _BIN)
    if moments is None:
        return None
    mean, spread = moments
    percentiles: Mapping[str, float] = scanned.summary.document()[name]
    return {**percentiles, "mean": round(mean, 3), "standard_deviation": round(spread, 3)}


def _counts(scanned: Scan, name: str) -> tuple[diagrams.Counts, float]:
    """Distribution over the clear pixels, and where its first bin begins [K]."""
    if name == SIGMA:
        return scanned.summary.uncertainties, 0.0
    return scanned.summary.temperatures, vocabulary.SURFACE_TEMPERATURE.plausible[0]


def _diagrams(found: Retrieval, scanned: Scan) -> Document:
    counts, start = _counts(scanned, TEMPERATURE)
    celsius = start - constants.ZERO_CELSIUS
    sigmas, zero = _counts(scanned, SIGMA)
    return {
        "temperature": diagrams.histogram(counts, celsius, _BIN),
        "sigma": diagrams.histogram(sigmas, zero, _BIN) if found.sigma else None,
    }


def _outputs(told: Provenance) -> list[Document]:
    return [
        {"file": file.path, "sha256": file.sha256, "state": file.notes[0]} for file in told.outputs
    ]
