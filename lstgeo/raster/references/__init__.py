"""Surface temperature of others, and our own, read so that one can be compared with another."""
