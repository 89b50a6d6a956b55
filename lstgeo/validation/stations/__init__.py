"""Results against stations on the ground: longwave radiation, temperatures, lakes."""

from lstgeo.validation.stations.comparison import StationComparison, compare
from lstgeo.validation.stations.reading import is_station

__all__ = ["StationComparison", "compare", "is_station"]
