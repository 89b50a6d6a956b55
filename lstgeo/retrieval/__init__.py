"""One block of arrays into surface temperature, uncertainty and quality."""
