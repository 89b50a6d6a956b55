"""Classical retrievals: arrays in, surface temperature out."""
