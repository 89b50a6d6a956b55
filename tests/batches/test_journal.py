"""The journal: whole lines, whatever happens; linear in its length."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from lstgeo.batches import journal, roll
from lstgeo.errors import OutputError


def _texts(path: Path) -> list[object]:
    return [line.get("n") for _, line in journal.lines(path)]


def test_lines_come_back_in_order_and_can_be_found_again(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal.opened(path) as log:
        log.append([{"n": 1}, {"n": 2}])
        log.append([])
        log.append([{"n": "\u2028 \udcff"}])
    found = list(journal.lines(path))
    assert [line["n"] for _, line in found] == [1, 2, "\u2028 \udcff"]
    for start, line in found:
        assert journal.line_at(path, start) == line
    assert journal.line_at(path, path.stat().st_size) is None


def test_a_line_that_is_cut_anywhere_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal.opened(path) as log:
        log.append([{"n": 1}])
        first = path.stat().st_size
        log.append([{"n": 2}])
    whole = path.read_bytes()
    for size in range(first, len(whole)):
        path.write_bytes(whole[:size])
        assert _texts(path) == [1]
        with journal.opened(path) as log:
            log.append([{"n": 3}])
        # only its end is missing: opening the journal has completed it
        assert _texts(path) == ([1, 2, 3] if size == len(whole) - 1 else [1, 3])


def test_nul_bytes_and_noise_of_a_power_cut_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(
        b'{"n": 1}\n' + b"\0" * 100 + b"\n[1]\n\xff\n" + b"[" * 100_000 + b'\n{"n": 2}\n'
    )
    assert _texts(path) == [1, 2]


def test_an_append_is_one_write_and_one_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, sync = os.write, os.fsync

    def watched_write(handle: int, content: bytes) -> int:
        calls.append("write")
        return write(handle, content)

    def watched_sync(handle: int) -> None:
        calls.append("fsync")
        sync(handle)

    with journal.opened(tmp_path / "j") as log:
        monkeypatch.setattr(os, "write", watched_write)
        monkeypatch.setattr(os, "fsync", watched_sync)
        log.append([{"n": number} for number in range(100)])
    assert calls == ["write", "fsync"]


def test_a_disk_that_stays_full_is_a_sentence_and_one_that_recovers_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_PAUSE", 0.0)
    path = tmp_path / "j"
    full = Path("/dev/full")
    with (
        pytest.raises(OutputError, match="No space left on device; --resume goes on"),
        journal.opened(full) as log,
    ):
        log.append([{"n": 1}])
    write, left = os.write, [1]

    def half(handle: int, content: bytes) -> int:
        return write(handle, content[: len(content) // 2] if left and left.pop() else content)

    with journal.opened(path) as log:
        log.append([{"n": 1}])
        monkeypatch.setattr(os, "write", half)
        log.append([{"n": 2}])
    assert _texts(path) == [1, 2]


def test_reading_is_linear_and_the_roll_takes_little(tmp_path: Path) -> None:
    """Twice as long takes twice as long, generously; 24 bytes a scene."""
    random = np.random.default_rng(1)
    seconds = []
    for count in (10_000, 40_000):
        keys = [f"{number:016x}" for number in random.integers(0, 1 << 63, count)]
        path = tmp_path / f"{count}"
        path.write_text("".join(f'{{"key": "{key}", "state": "done"}}\n' for key in keys), "utf-8")
        began = time.process_time()
        listed = roll.of(keys)
        for start, line in journal.lines(path):
            listed.note(line["key"], start)
        seconds.append(time.process_time() - began)
        assert all(listed.line(key) is not None for key in keys[::100])
        assert listed.keys.nbytes + listed.rows.nbytes + listed.lines.nbytes == 24 * count
    assert seconds[1] < 4 * 2.5 * seconds[0] + 0.1


def test_a_roll_knows_who_stands_there_twice() -> None:
    keys = ["0" * 16, "f" * 16, "0" * 16, "a" * 16, "f" * 16]
    listed = roll.of(keys)
    assert [listed.is_first(row, key) for row, key in enumerate(keys)] == [
        True, True, False, True, False,
    ]  # fmt: skip
    assert listed.total == 5
    assert listed.is_first(0, "b" * 16) is None
    assert not listed.knows("b" * 16)
    assert not listed.knows("no key")
    listed.note("f" * 16, 7)
    assert (listed.line("f" * 16), listed.line("a" * 16)) == (7, None)
    listed.note("f" * 16, None)
    assert listed.line("f" * 16) is None
    assert roll.of([]).total == 0
