"""Bounded runs of the fuzzed parsers, each a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import scenes

pytest.importorskip("atheris", reason="needs atheris")

ROOT = Path(__file__).resolve().parents[2]
RUNS, SEED = 20_000, 1


def _documents(folder: Path) -> Iterator[bytes]:
    """Metadata of every format and collection."""
    for collection in (scenes.PRE, scenes.FIRST, scenes.SECOND):
        scene = scenes.write(folder, collection=collection, formats=("txt", "json", "xml"))
        for path in sorted(scene.glob("*_MTL.*")):
            yield path.read_bytes()


def _bands(folder: Path) -> Iterator[bytes]:
    """Clear, cloud and fill of every schema."""
    del folder
    for numbers in ((20480, 53248, 1), (2720, 6896, 1), (21824, 22280, 1)):
        yield b"".join(number.to_bytes(2, "little") for number in numbers)


def _lists(folder: Path) -> Iterator[bytes]:
    """Lists of every form."""
    del folder
    yield b"\x00a/LC08 # one\nb.tar\n"
    yield b"\x01scene,wv,mask-clouds,input-sigma\na,15,yes,emissivity=0.01\n"
    yield b'\x02{"scene": "a", "wv": 15}\n'


SEEDS: dict[str, Callable[[Path], Iterator[bytes]]] = {
    "mtl": _documents,
    "qa": _bands,
    "list": _lists,
}


@pytest.mark.parametrize("name", SEEDS)
def test_whatever_the_bytes_there_is_an_answer_or_a_sentence(name: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, content in enumerate(SEEDS[name](tmp_path)):
        (corpus / f"{number}").write_bytes(content)
    command = [sys.executable, "-m", "tests.fuzz.target", name, str(corpus)]
    limits = [f"-runs={RUNS}", f"-seed={SEED}", "-max_len=20000", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [*command, *limits], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {RUNS} runs" in done.stderr
