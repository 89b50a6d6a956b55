"""The only door to files of rasters and scenes: reading, aligning, writing."""
