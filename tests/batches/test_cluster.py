"""Batches on workers of dask.distributed: the same results, whoever dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import distributed
import pytest

import lstgeo
from lstgeo.batches import cluster
from lstgeo.errors import OutputError
from tests import commands, rasters
from tests.batches import made

SCENES = int(os.environ.get("LSTGEO_BATCH_SCENES", "20"))
"""`LSTGEO_BATCH_SCENES=200 pytest tests/batches/test_cluster.py` is the batch of the promise."""


def test_many_scenes_on_two_workers_one_in_twenty_broken(tmp_path: Path) -> None:
    broken = set(range(7, SCENES, 20))
    rows = [made.scene(tmp_path, number) for number in range(SCENES)]
    for number in broken:
        rasters.cut(next(rows[number].glob("*_B10.TIF")), 0.6)
    ended = commands.spawn(
        "batch", made.listed(tmp_path, rows), "-o", tmp_path / "out", "--wv", "15",
        "--workers", "2", "--retries", "0",
    )  # fmt: skip
    assert (ended.code, ended.err) == (1, "")
    table = [line.split("\t") for line in ended.out.splitlines()]
    assert table[0][:2] == ["done", str(SCENES - len(broken))]
    assert table[3][:2] == ["failed", str(len(broken))]
    reasons = {scene: reason for _, scene, reason in table[4:]}
    assert set(reasons) == {str(rows[number]) for number in broken}
    assert all("_B10.TIF" in reason for reason in reasons.values())
    good = {
        f"S{n}_lst{suffix}" for n in range(SCENES) if n not in broken for suffix in made.SUFFIXES
    }
    results = made.contents(tmp_path / "out")
    assert set(results) == good
    assert len({line["worker"] for line in made.states(tmp_path / "out", "done")}) == 2
    lstgeo.write(lstgeo.retrieve(rows[0], water_vapour="15"), tmp_path / "one.tif")
    assert (tmp_path / "one.tif").read_bytes() == results["S0_lst.tif"]


def test_the_scene_of_a_killed_worker_is_done_by_another(tmp_path: Path) -> None:
    """Workers of a scheduler of one's own; one is killed while it makes a scene."""
    rows = made.vapours(tmp_path, 8)
    lstgeo.batch(rows, tmp_path / "undisturbed")
    folder = tmp_path / "out"
    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50,
        local_directory=str(tmp_path / "dask"),
    ) as workers:  # fmt: skip
        hunter = threading.Thread(target=_hunt, args=(folder, killed))
        hunter.start()
        report = lstgeo.batch(rows, folder, scheduler=workers.scheduler_address)
        hunter.join()
    assert len(killed) == 1
    assert (report.counts.done + report.counts.kept, report.counts.failed) == (8, 0)
    assert made.contents(folder) == made.contents(tmp_path / "undisturbed")
    assert made.hidden(folder) == []
    makers = {int(line["worker"].partition(":")[2]) for line in made.states(folder, "done")}
    assert makers - set(killed)


def _hunt(folder: Path, killed: list[int]) -> None:
    """Kill a worker that has staged a scene, after one scene is done."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        staged = [path for path in folder.glob(".o*") if path.is_dir()]
        claims = list((folder / ".lstgeo-batch" / "claims").glob("*.json"))
        if staged and claims and any(folder.glob("*.json")):
            owner = cluster_owner(claims[0])
            if owner:
                os.kill(owner, signal.SIGKILL)
                killed.append(owner)
                return
        time.sleep(0.002)


def cluster_owner(claim: Path) -> int | None:
    """Process that holds a claim."""
    from lstgeo.batches import lock  # noqa: PLC0415

    pid = lock.owner(claim).get("pid")
    return int(pid) if pid and int(pid) != os.getpid() else None


def test_a_scheduler_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECTION", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(OutputError) as caught:
            lstgeo.batch([made.scene(tmp_path / address[:3])], tmp_path / "out", scheduler=address)
        assert f"scheduler {address} cannot be reached" in str(caught.value)
        (tmp_path / "out" / "batch.jsonl").unlink(missing_ok=True)
