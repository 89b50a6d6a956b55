"""The only door to files of rasters and scenes: reading, aligning, writing."""

import os

# GDAL would leave a file beside every .tar.gz that it reads; a user's folder stays as it was.
os.environ.setdefault("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO")
