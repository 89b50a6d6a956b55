"""The command line, run in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lstgeo.cli import main


@dataclass(frozen=True)
class Outcome:
    """Exit status and what was printed."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What was said of an error, which must be one line."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("lstgeo: ")
        return lines[0]


def run(*arguments: object) -> Outcome:
    """Run `lstgeo` with `arguments` in this process, which logs as before when it has ended."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    log = logging.getLogger("lstgeo")
    level = log.level
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            log.setLevel(level)
    return Outcome(code, out.getvalue(), err.getvalue())


def spawn(*arguments: object, folder: Path | None = None) -> Outcome:
    """Run `lstgeo` with `arguments` in a process of its own, in `folder`."""
    ended = subprocess.run(
        [sys.executable, "-m", "lstgeo", *(str(argument) for argument in arguments)],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120, env=environment(),
    )  # fmt: skip
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


def environment() -> dict[str, str]:
    """Environment of the test run, in which `lstgeo` is the package under test."""
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    return os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


@contextlib.contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Assert that the files of `folder`, hidden ones too, are the same before and after."""
    before = _listing(folder)
    yield
    assert _listing(folder) == before


def _listing(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
