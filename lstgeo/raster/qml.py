"""Styles of QGIS (.qml) for rasters of one band: a ramp of colours, or a colour a value.

Elements and attributes are those that QgsSingleBandPseudoColorRenderer, QgsColorRampShader and
QgsPalettedRasterRenderer of QGIS 3 read. QGIS applies scale and offset of a file before its style.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lstgeo.raster.palette import Limits

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_OPAQUE = "255"


@dataclass(frozen=True)
class Class:
    """A value of a raster, the colour it is shown in, and what it says; drawn or see-through."""

    value: int
    colour: str
    label: str
    drawn: bool = True


def ramp(colours: Sequence[str], limits: Limits, units: str) -> str:
    """Style of `colours` evenly spaced between `limits`, linear in between."""
    low, high = limits
    step = (high - low) / (len(colours) - 1)
    decimals = max(1, -math.floor(math.log10(step)))
    style, renderer = _style("singlebandpseudocolor")
    renderer.attrib |= {"classificationMin": _number(low), "classificationMax": _number(high)}
    shader = SubElement(
        SubElement(renderer, "rastershader"),
        "colorrampshader",
        {
            "colorRampType": "INTERPOLATED",
            "classificationMode": "1",
            "clip": "0",
            "minimumValue": _number(low),
            "maximumValue": _number(high),
        },
    )
    _add_source(shader, colours)
    for place, colour in enumerate(colours):
        value = low + step * place
        SubElement(
            shader,
            "item",
            {
                "value": _number(value),
                "color": colour,
                "alpha": _OPAQUE,
                "label": f"{value:.{decimals}f} {units}",
            },
        )
    SubElement(shader, "rampLegendSettings", {"useContinuousLegend": "1", "suffix": f" {units}"})
    return _text(style)


def paletted(classes: Sequence[Class]) -> str:
    """Style of single values; a value without a class is not drawn."""
    style, renderer = _style("paletted")
    palette = SubElement(renderer, "colorPalette")
    for shown in classes:
        SubElement(
            palette,
            "paletteEntry",
            {
                "value": str(shown.value),
                "color": shown.colour,
                "alpha": _OPAQUE if shown.drawn else "0",
                "label": shown.label,
            },
        )
    return _text(style)


def _style(renderer: str) -> tuple[Element, Element]:
    """A whole style, and the renderer in it that is to be filled; its limits stay as they are."""
    style = Element("qgis", version="3.0.0", hasScaleBasedVisibilityFlag="0")
    pipe = SubElement(style, "pipe")
    drawn = SubElement(pipe, "rasterrenderer", type=renderer, band="1", opacity="1", alphaBand="-1")
    SubElement(drawn, "rasterTransparency")
    origin = SubElement(drawn, "minMaxOrigin")
    SubElement(origin, "limits").text = "None"
    SubElement(pipe, "rasterresampler", maxOversampling="2")
    SubElement(style, "blendMode").text = "0"
    return style, drawn


def _add_source(shader: Element, colours: Sequence[str]) -> None:
    """Add the ramp from which QGIS classifies anew where a user moves the limits."""
    inner = (
        f"{place / (len(colours) - 1):g};{_channels(colour)}"
        for place, colour in enumerate(colours[1:-1], 1)
    )
    source = SubElement(shader, "colorramp", type="gradient", name="[source]")
    properties = {
        "color1": _channels(colours[0]),
        "color2": _channels(colours[-1]),
        "discrete": "0",
        "rampType": "gradient",
        "stops": ":".join(inner),
    }
    for key, value in properties.items():
        SubElement(source, "prop", k=key, v=value)


def _channels(colour: str) -> str:
    """Red, green, blue and opacity of a colour such as `#0d0887`, as QGIS writes them in ramps."""
    return ",".join([*(str(part) for part in bytes.fromhex(colour.removeprefix("#"))), _OPAQUE])


def _number(value: float) -> str:
    return f"{value:.10g}"


def _text(style: Element) -> str:
    indent(style)
    return f"{_DOCTYPE}{tostring(style, 'unicode')}\n"
