"""The commands put together, and what happens when one fails."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

import lstgeo
from lstgeo.cli import (
    atmosphere,
    batch,
    check,
    compare,
    demo,
    evaluate,
    models,
    quicklook,
    report,
    retrieve,
    simulate,
    train,
)
from lstgeo.errors import LstgeoError

app = typer.Typer(
    help="Land surface temperature from a single thermal band.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(retrieve.retrieve)
app.command()(check.check)
app.command()(batch.batch)
app.command()(demo.demo)
app.command()(quicklook.quicklook)
app.command()(report.report)
app.command()(atmosphere.atmosphere)
app.command()(simulate.simulate)
app.command()(train.train)
app.command()(evaluate.evaluate)
app.command()(compare.compare)
app.command()(models.models)

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with 0, 1 (it went wrong) or 2 (wrong usage)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app(given)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if "--debug" in given:
            raise
        print(f"lstgeo: {_sentence(error)}", file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    if isinstance(error, LstgeoError):
        return str(error)
    kind = type(error).__name__
    return f"{kind}: {error} (this is a fault of lstgeo; --debug shows where it is)"


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"lstgeo {lstgeo.__version__}")
        raise typer.Exit


@app.callback()
def configure(
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, help="Say more; twice: everything.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say errors only.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Set what is logged."""
    del debug, version
    level = logging.ERROR if quiet else max(logging.DEBUG, logging.WARNING - 10 * verbose)
    logging.basicConfig(format="lstgeo: %(levelname)s: %(message)s", level=logging.WARNING)
    logging.addLevelName(logging.WARNING, "warning")
    logging.getLogger("lstgeo").setLevel(level)
