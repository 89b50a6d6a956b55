"""Units as files spell them, in house units; and the field's standard names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.vocabulary import Quantity

QUANTITIES = [value for value in vars(vocabulary).values() if isinstance(value, Quantity)]


@pytest.mark.parametrize(
    ("quantity", "units", "one"),
    [
        (vocabulary.WATER_VAPOUR, "kg m**-2", 1.0),  # ECMWF
        (vocabulary.WATER_VAPOUR, "kg/m^2", 1.0),  # NCEP
        (vocabulary.WATER_VAPOUR, "[kg/(m^2)]", 1.0),  # GDAL's GRIB driver
        (vocabulary.WATER_VAPOUR, "g/cm2", 10.0),
        (vocabulary.WATER_VAPOUR, "g cm^-2", 10.0),
        (vocabulary.WATER_VAPOUR, "cm", 10.0),  # MODIS precipitable water
        (vocabulary.WATER_VAPOUR, "mm", 1.0),
        (vocabulary.AT_SENSOR_RADIANCE, "W/(m2 sr μm)", 1.0),
        (vocabulary.AT_SENSOR_RADIANCE, "W/m^2/sr/um", 1.0),
        (vocabulary.AT_SENSOR_RADIANCE, "watts/(m2*sr*um)", None),
        (vocabulary.EMISSIVITY, "unitless", 1.0),
        (vocabulary.EMISSIVITY, "percent", None),
        (vocabulary.WATER_VAPOUR, "K", None),
    ],
)
def test_a_unit_of_a_file_in_house_units(quantity: Quantity, units: str, one: float | None) -> None:
    """One kilogram of water on a square metre is a millimetre deep."""
    if one is None:
        with pytest.raises(InputError, match=r"cannot be in .* known units are"):
            quantity.conversion(units)
        return
    assert quantity.conversion(units) == (one, 0.0)


@given(st.sampled_from(QUANTITIES), st.text(max_size=20))
def test_any_spelling_is_a_unit_or_a_sentence(quantity: Quantity, units: str) -> None:
    try:
        factor, _ = quantity.conversion(units)
    except InputError:
        return
    assert factor > 0


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.name)
def test_a_quantity_has_cf_attributes(quantity: Quantity) -> None:
    assert quantity.attributes["units"] == quantity.units
    assert quantity.conversion(quantity.units) == (1.0, 0.0)
    assert quantity.name == quantity.name.lower().replace(" ", "_")
