"""Landsat's quality bands, with values decoded by hand from the USGS tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.quality import Quality
from lstgeo.raster.scenes import qa
from tests import rasters
from tests.data import SHARED, needs_shared

CLEAR = Quality(0)

# LSDS-1619 (Landsat 8-9 Collection 2 Data Format Control Book), table "Pixel value interpretations
# of QA_PIXEL"; LSDS-1368 and LSDS-1618 for Collection 1; pre-collection bits from the Landsat 8
# Data Users Handbook, LSDS-1574 version 1.
VALUES = [
    (qa.COLLECTION_2, 1, Quality.FILL),
    (qa.COLLECTION_2, 21824, CLEAR),
    (qa.COLLECTION_2, 21826, Quality.NEAR_CLOUD),  # dilated cloud over land
    (qa.COLLECTION_2, 21952, Quality.WATER),
    (qa.COLLECTION_2, 22280, Quality.CLOUD),
    (qa.COLLECTION_2, 23888, Quality.CLOUD_SHADOW),
    (qa.COLLECTION_2, 23952, Quality.CLOUD_SHADOW | Quality.WATER),
    (qa.COLLECTION_2, 30048, Quality.SNOW_ICE),
    (qa.COLLECTION_2, 54596, Quality.NEAR_CLOUD),  # cirrus over land
    (qa.COLLECTION_2, 5440, CLEAR),  # Landsat 4-7, which have no cirrus band
    (qa.COLLECTION_2, 5504, Quality.WATER),
    (qa.COLLECTION_2, 5896, Quality.CLOUD),
    (qa.COLLECTION_2, 7440, Quality.CLOUD_SHADOW),
    (qa.COLLECTION_1, 1, Quality.FILL),
    (qa.COLLECTION_1, 2720, CLEAR),
    (qa.COLLECTION_1, 2800, Quality.CLOUD),
    (qa.COLLECTION_1, 2752, Quality.NEAR_CLOUD),  # cloud of medium confidence
    (qa.COLLECTION_1, 2976, Quality.CLOUD_SHADOW),
    (qa.COLLECTION_1, 3744, Quality.SNOW_ICE),
    (qa.COLLECTION_1, 6816, Quality.NEAR_CLOUD),  # cirrus
    (qa.COLLECTION_1, 672, CLEAR),  # Landsat 4-7
    (qa.COLLECTION_1, 752, Quality.CLOUD),
    (qa.PRE_COLLECTION, 1, Quality.FILL),
    (qa.PRE_COLLECTION, 20480, CLEAR),
    (qa.PRE_COLLECTION, 53248, Quality.CLOUD),
    (qa.PRE_COLLECTION, 61440, Quality.CLOUD),  # cloud and cirrus
    (qa.PRE_COLLECTION, 28672, Quality.NEAR_CLOUD),  # cirrus
    (qa.PRE_COLLECTION, 36864, Quality.NEAR_CLOUD),  # cloud of medium confidence
    (qa.PRE_COLLECTION, 20512, Quality.WATER),
    (qa.PRE_COLLECTION, 23552, Quality.SNOW_ICE),
]


@pytest.mark.parametrize(("schema", "value", "meaning"), VALUES)
def test_a_value_means_what_usgs_says(schema: str, value: int, meaning: Quality) -> None:
    decoded = qa.decode(np.array([[value]], np.uint16), schema)
    assert decoded.dtype == np.uint16
    found = Quality(int(decoded[0, 0]))
    if Quality.CLOUD in found:  # a cloud is near cloud, whether the bit says so or not
        found &= ~Quality.NEAR_CLOUD
    assert found == meaning


@given(st.integers(0, (1 << 16) - 1), st.sampled_from(sorted({schema for schema, *_ in VALUES})))
def test_fill_means_nothing_else(value: int, schema: str) -> None:
    decoded = Quality(int(qa.decode(np.array([value]), schema)[0]))
    assert decoded == Quality.FILL if value & 1 else Quality.FILL not in decoded
    assert decoded <= 0b111111  # bits 0 to 5 alone


@pytest.mark.parametrize("schema", [qa.COLLECTION_1, qa.COLLECTION_2, qa.PRE_COLLECTION])
def test_signed_numbers_are_read_as_bits(schema: str) -> None:
    unsigned = np.arange(1 << 16, dtype=np.uint16)
    np.testing.assert_array_equal(
        qa.decode(unsigned.astype(np.int16), schema), qa.decode(unsigned, schema)
    )


@pytest.mark.parametrize("schema", [qa.COLLECTION_1, qa.COLLECTION_2, qa.PRE_COLLECTION])
def test_the_stated_schema_stands_where_its_values_fit(schema: str) -> None:
    values = [value for known, value, _ in VALUES if known == schema]
    assert qa.schema_of(np.array([values]), schema) == schema


@pytest.mark.parametrize(
    ("values", "stated", "coded"),
    [
        ([1, 2720, 2800, 2976], qa.COLLECTION_2, qa.COLLECTION_1),
        ([1, 5440, 5896, 21824], qa.PRE_COLLECTION, qa.COLLECTION_2),
        ([1, 20480, 53248], qa.COLLECTION_1, qa.PRE_COLLECTION),
    ],
)
def test_a_band_of_another_schema_is_found_out(values: list[int], stated: str, coded: str) -> None:
    assert qa.schema_of(np.array(values), stated) == coded


def test_where_all_is_fill_the_metadata_is_believed() -> None:
    assert qa.schema_of(np.ones((4, 4), np.uint16), qa.COLLECTION_2) == qa.COLLECTION_2


@needs_shared
def test_a_collection_2_folder_with_a_collection_1_band_is_in_circulation() -> None:
    name = "LC08_L1TP_090084_20160121_20200907_02_T1"
    band = rasters.read(SHARED / "scenes" / name / f"{name}_QA_PIXEL.TIF")
    assert qa.schema_of(band, qa.COLLECTION_2) == qa.COLLECTION_1


@pytest.mark.parametrize(
    ("number", "bit"), [("6", 5), ("6_VCID_1", 5), ("6_VCID_2", 8), ("10", None), ("11", None)]
)
def test_saturation_has_a_bit_for_each_gain_of_band_6_and_none_for_tirs(
    number: str, bit: int | None
) -> None:
    """LSDS-1618: bit 5 is band 6 (low gain), bit 8 band 6 high gain; LSDS-1619: none for TIRS."""
    found = qa.saturated(1 << np.arange(12), number)
    np.testing.assert_array_equal(found, np.arange(12) == bit)
