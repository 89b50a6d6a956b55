"""The public API, frozen: whoever changes it changes this page too, and says so in CHANGELOG.md."""

from __future__ import annotations

import dataclasses
import inspect

import lstgeo

SIGNATURES = {
    "batch": (
        "(scenes: 'Scenes', output: 'str | Path', *, resume: 'bool' = False, "
        "workers: 'int | None' = None, scheduler: 'str | None' = None, retries: 'int' = 2, "
        "timeout: 'float' = 3600.0, progress: 'Progress | None' = None, "
        "**options: 'Any') -> 'Report'"
    ),
    "check": (
        "(scene: 'xr.Dataset | str | Path' = '.', output: 'str | Path | None' = None, *, "
        "band: 'str | None' = None, sensor: 'str | None' = None, units: 'str | None' = None, "
        "**options: 'Any') -> 'Plan'"
    ),
    "decode_quality": "(quality: 'Any') -> 'dict[str, Any]'",
    "open_scene": (
        "(scene: 'str | Path' = '.', band: 'str | None' = None, *, sensor: 'str | None' = None, "
        "units: 'str | None' = None, model: 'str | Path | None' = None) -> 'xr.Dataset'"
    ),
    "retrieve": (
        "(scene: 'xr.Dataset | str | Path' = '.', *, water_vapour: 'Given | None' = None, "
        "water_vapour_units: 'str | None' = None, air_temperature: 'Given | None' = None, "
        "surface_pressure: 'Given | None' = None, view_zenith_angle: 'Given | None' = None, "
        "elevation: 'Given | None' = None, "
        "profiles: 'Given | None' = None, emissivity: 'Given | None' = None, "
        "class_table: 'str | Path | None' = None, "
        "transmittance: 'Given | None' = None, upwelling_radiance: 'Given | None' = None, "
        "downwelling_radiance: 'Given | None' = None, method: 'str | None' = None, "
        "model: 'str | Path | None' = None, mask_clouds: 'bool' = False, "
        "input_sigma: 'Mapping[str, float] | None' = None, uncertainty_budget: 'bool' = False) "
        "-> 'xr.Dataset'"
    ),
    "write": (
        "(result: 'xr.Dataset', path: 'str | Path', *, encoding: 'str' = 'float32', "
        "threads: 'int | None' = None, max_memory: 'memory.Size | None' = None, "
        "progress: 'Progress | None' = None) -> 'Written'"
    ),
}

BITS = [
    "FILL", "CLOUD", "CLOUD_SHADOW", "NEAR_CLOUD", "SNOW_ICE", "WATER", "SATURATED",
    "EMISSIVITY_FALLBACK", "EMISSIVITY_RANGE", "ATMOSPHERE_FILLED", "WATER_VAPOUR_DOMAIN",
    "INPUT_DOMAIN", "LOW_TRANSMITTANCE", "TEMPERATURE_RANGE", "HIGH_UNCERTAINTY", "NO_SOLUTION",
]  # fmt: skip

ERRORS = {
    "SceneError": ValueError,
    "MetadataError": ValueError,
    "MissingFileError": FileNotFoundError,
    "RasterError": OSError,
    "InputError": ValueError,
    "MethodError": ValueError,
    "ModelError": ValueError,
    "OutputError": OSError,
}


def test_the_public_names_are_these() -> None:
    assert set(lstgeo.__all__) == {*SIGNATURES, "LstgeoError", "Quality", "__version__"}
    assert dir(lstgeo) == sorted(lstgeo.__all__)
    assert all(hasattr(lstgeo, name) for name in lstgeo.__all__)


def test_the_signatures_are_these() -> None:
    found = {name: str(inspect.signature(getattr(lstgeo, name))) for name in SIGNATURES}
    assert found == SIGNATURES


def test_what_write_returns_has_these_fields() -> None:
    from lstgeo.pipeline.write import Written  # noqa: PLC0415

    names = [field.name for field in dataclasses.fields(Written)]
    assert names == ["item", "rasters", "summary"]


def test_the_bits_are_these_in_this_order() -> None:
    assert [(bit.name, int(bit)) for bit in lstgeo.Quality] == [
        (name, 1 << position) for position, name in enumerate(BITS)
    ]


def test_clear_is_what_the_design_says() -> None:
    """Bits 0 to 3, 13 and 15 unset."""
    for position, name in enumerate(BITS):
        masks = lstgeo.decode_quality(1 << position)
        assert masks["clear"] == (position not in {0, 1, 2, 3, 13, 15}), name
        assert [known for known, here in masks.items() if here and known != "clear"] == [
            name.lower()
        ]


def test_each_error_is_also_the_builtin_that_it_resembles() -> None:
    from lstgeo import errors  # noqa: PLC0415

    found = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, lstgeo.LstgeoError)
    }
    assert set(found) == {*ERRORS, "LstgeoError"}
    assert all(issubclass(found[name], builtin) for name, builtin in ERRORS.items())
