"""The commands of the page on reports run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests import commands
from tests.pictures import retrievals

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "report.md").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)\n```", PAGE, re.S)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]


def test_every_command_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    retrievals.write_retrieval(tmp_path, 40, 40)
    Path("out").mkdir()
    Path("out/batch.jsonl").write_text('{"state": "failed", "key": "a", "scene": "a"}\n')
    assert len(COMMANDS) == 4
    for line in COMMANDS:
        ended = commands.run(*shlex.split(line)[1:])
        assert ended.code == 0, line + ended.err
    assert sorted(path.name for path in tmp_path.rglob("*.html")) == [
        "batch.html",
        "lst.html",
        "small.html",
    ]
    exec(PYTHON)
    assert capsys.readouterr().out.startswith("summer.html ")
