"""How results and stations are compared, after the protocol of CEOS LPV.

Guillevic et al. 2018, Land Surface Temperature Product Validation Best Practice Protocol,
doi:10.5067/doc/ceoswgcv/lpv/lst.001; the thresholds are ours.
"""

from lstgeo.raster import cloud

MINUTES = 5
"""Minutes before and after the overpass whose values count."""

FOOTPRINTS = 3
"""Native pixels along each side of the block around a station."""

SPREAD = 1.0
"""Standard deviation [K] that the pixels of a block stay below."""

CLOUD = cloud.NEAR
"""Distance [m] within which there is no cloud."""
