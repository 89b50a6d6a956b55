"""Granules of swath sensors (MODIS, ECOSTRESS): found, read as scanned, laid on a grid, lazily."""
