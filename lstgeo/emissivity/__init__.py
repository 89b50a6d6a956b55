"""Surface emissivity in the thermal band, from what a scene itself shows."""
