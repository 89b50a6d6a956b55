"""`lstgeo evaluate`: models and methods on fixed simulated sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lstgeo.cli import options, progress

if TYPE_CHECKING:
    from lstgeo.validation.evaluate import Results
    from lstgeo.validation.table import Table


def evaluate(
    *,
    profiles: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the development profiles; columns are generated where left out.",
            metavar="FOLDER",
        ),
    ] = None,
    models: Annotated[
        Path | None,
        typer.Option(
            help="Folder of model files; those of lstgeo where left out.", metavar="FOLDER"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for results, tables and figures.", metavar="FOLDER"
        ),
    ] = None,
    sensor: Annotated[str, typer.Option(help="Sensor.", metavar="NAME")] = "landsat8",
    band: options.Band = None,
    model: Annotated[
        str | None,
        typer.Option(help="Only this model, of whatever sensor.", metavar="NAME|FILE"),
    ] = None,
    node_table: Annotated[
        Path | None,
        typer.Option(
            help="Absorption of the model's band, where none ships with lstgeo.", metavar="FILE"
        ),
    ] = None,
    samples: Annotated[
        int | None, typer.Option(min=10, help="Samples of a set; 100,000 where left out.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all results instead of a summary.")
    ] = False,
) -> None:
    """Test models and classical methods on simulated samples of known truth; nothing is trained."""
    from lstgeo.validation import bands, report
    from lstgeo.validation import evaluate as evaluation

    size = options.given({"size": samples})
    if model is not None:
        _show(bands.of_model(model, profiles, node_table=node_table, **size), as_json)
        return
    with progress.bar("evaluating") as advance:
        results = evaluation.run(
            profiles, models=models, sensor=sensor, band=band, progress=advance, **size
        )
    written = [] if output is None else _written(results, output)
    if as_json:
        print(json.dumps(results.document))
        return
    print("\n".join(report.summary(results)))
    for path in written:
        print(path)


def _show(scores: Table, as_json: bool) -> None:
    """Scores of one model, a line each."""
    if as_json:
        print(json.dumps(scores.where(), indent=2))
        return
    for row in scores.where():
        share = f"{100 * row['within_1_sigma']:.0f} % within sigma"
        print(
            f"{row['sensor']} {row['band']}, {row['view']}, {{{row['tier']}}}: "
            f"RMSE {row['rmse']:.2f} K, bias {row['bias']:+.2f} K, {share}"
        )


def _written(results: Results, folder: Path) -> list[Path]:
    """Files of the results: JSON, tables, and figures."""
    from lstgeo.errors import OutputError
    from lstgeo.pictures import evaluation as pictures
    from lstgeo.validation import report

    try:
        folder.mkdir(parents=True, exist_ok=True)
        figures = pictures.draw(results.document, folder)
        page = report.page(results, [figure.name for figure in figures])
        texts = {"results.json": report.text(results), "tables.md": page}
        for name, content in texts.items():
            (folder / name).write_text(content, "utf-8")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written to: {error}") from error
    return [*(folder / name for name in texts), *figures]
