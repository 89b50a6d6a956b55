"""How two surface temperatures differ: pixels of two rasters, in numbers and in words."""
