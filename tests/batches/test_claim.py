"""Claims outlive whoever holds them, whenever that one is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from lstgeo.batches import claim, lock
from tests import commands

KILLED_WHILE_SWEEPING = """
import os, signal, sys
from pathlib import Path
from lstgeo.batches import claim
from lstgeo.raster import commit
commit.sweep = lambda target: os.kill(os.getpid(), signal.SIGKILL)
claim.sweep(Path(sys.argv[1]))
"""


def test_what_a_killed_sweep_leaves_is_removed_by_the_next(tmp_path: Path) -> None:
    claim.prepare(tmp_path)
    left = tmp_path / ".o1.12345678"
    left.mkdir()
    path = tmp_path / claim.HIDDEN / "claims" / "0.json"
    path.write_text(json.dumps({"target": str(tmp_path / "o1.tif")}))
    command = [sys.executable, "-c", KILLED_WHILE_SWEEPING, str(tmp_path)]
    killed = subprocess.run(command, env=commands.environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert left.is_dir()
    claim.sweep(tmp_path)
    assert not left.exists()
    assert not path.exists()


def test_the_first_line_of_a_lock_counts(tmp_path: Path) -> None:
    """As left by who was killed between saying who it is and cutting off what was said before."""
    path = tmp_path / "lock"
    path.write_text('{"pid": 1}\n": "rest of a longer line"}\n')
    assert lock.owner(path) == {"pid": 1}
    with lock.held(path, {"key": "a"}) as held:
        assert held.left == {"pid": 1}
        assert path.read_text().count("\n") == 1
