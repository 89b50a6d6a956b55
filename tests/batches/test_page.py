"""The commands of the page on batches run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests import commands, scenes
from tests.batches import made

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "batch.md").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
TABLE = re.findall(r"```csv[^\n]*\n(.*?)```", PAGE, re.S)[0]
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]


def test_every_command_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        scenes.write(tmp_path / name, shape=made.SHAPE)
    Path("wv.tif").write_bytes(b"")
    table = TABLE.replace("wv.tif", "14")
    made.listed(tmp_path, [table.rstrip()], "scenes.csv")
    made.listed(tmp_path, [f"a/{scenes.name()}"])
    Path("list.txt").rename("scenes.txt")
    assert len(COMMANDS) == 4
    ran = [line for block in COMMANDS for line in block.splitlines() if line]
    for line in [line for line in ran if "--workers" not in line]:
        ended = commands.run(*shlex.split(line)[1:])
        assert ended.code == 0, line + ended.out + ended.err
    assert len(made.contents(tmp_path / "out")) == 4
    Path("python").mkdir()
    monkeypatch.setattr("lstgeo.batches.machine.shares", lambda _: (1, 1))
    exec(PYTHON.replace('"out"', '"python"'), {"__name__": "__main__"})
    assert "done=2" in capsys.readouterr().out
    assert Path("python/b.tif").is_file()
