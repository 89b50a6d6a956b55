"""Fields of atmosphere and ground: found in files by name, read around a scene, laid over it."""
