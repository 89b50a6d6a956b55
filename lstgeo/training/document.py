"""The metadata of a model file, as the contract has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lstgeo.model import contract
from lstgeo.training import features

if TYPE_CHECKING:
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.training.domain import Domain


def document(
    name: str,
    tier: str,
    band: ThermalBand,
    domain: Domain,
    outputs: dict[str, str],
    **more: Any,
) -> dict[str, Any]:
    """Metadata of the model `name`, whose `outputs` have units by name; `more` follows them."""
    response = band.spectral_response
    return {
        "contract": contract.VERSION,
        "name": name,
        "sensor": band.sensor,
        "band": band.name,
        "tier": tier,
        "features": [
            {"name": feature, "units": features.UNITS[feature], "range": list(ends)}
            for feature, ends in domain.ranges.items()
        ],
        "outputs": [{"name": output, "units": units} for output, units in outputs.items()],
        "domain": domain.document(),
        "response": {
            "wavelength": list(response.wavelength),
            "weight": list(response.weight),
            "sha256": contract.fingerprint(response),
        },
        "nedt": band.nedt,
        "native_resolution": band.native_resolution,
        "calibration_sigma": band.calibration_sigma,
    } | more
