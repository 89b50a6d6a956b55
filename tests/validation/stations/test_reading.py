"""Files of stations: SURFRAD's own, CSV files, and everything that may be wrong with them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.errors import InputError, LstgeoError, MissingFileError
from lstgeo.validation.stations import ground, is_station, reading, record
from lstgeo.validation.stations.ground import Assumed
from lstgeo.validation.stations.record import Record
from tests import data

SURFRAD = data.SHARED / "stations" / "surfrad-slv16001.dat"

HAND = {"00:00": 264.7953, "05:59": 257.1764, "11:59": 252.4322, "18:29": 275.4807}
"""Temperature [K] by minute: fourth root of (up - .03 down) / (.97 x 5.670374e-8), worked out in
decimal arithmetic from the two printed irradiances."""

PLACE = "# latitude: -23.5\n# longitude: 15.0\n"
LINES = (
    "time,upwelling_longwave [W m-2],downwelling_longwave [W m-2]\n"
    "2016-01-01T12:00:00Z,450.0,300.0\n2016-01-01T14:01:00+02:00,451.0,\n"
)


def _read(path: Path, text: str) -> Record:
    path.write_text(text)
    (found,) = reading.read([path])
    return found


def _line(minute: int, up: float = 400.0, flag: int = 0) -> str:
    """A line of Alamosa on the morning of 2016-01-01, sun as its file has it at 18:29."""
    cells = ["2016", "1", "1", "1", "18", f"{minute}", "18.5", "61.34"]
    cells += ["0.0", "0"] * 4 + ["250.0", "0", "1.0", "0", "1.0", "0"]
    return " ".join([*cells, f"{up}", f"{flag}", *(["0.0", "0"] * 12)]) + "\n"


def _surfrad(*lines: str, place: str = "37.70 105.92 2317 m version 1") -> str:
    return f" Alamosa\n {place}\n" + "".join(lines)


@data.needs_shared
def test_a_day_of_surfrad_reads_as_printed() -> None:
    (found,) = reading.read([SURFRAD])
    assert (found.name, found.place) == ("Alamosa", (37.70, -105.92))
    assert len(found.time) == 1440
    assert (str(found.time[0]), str(found.time[-1])) == (
        "2016-01-01T00:00:00",
        "2016-01-01T23:59:00",
    )
    assert found.values["upwelling_longwave"][719] == 228.3
    assert found.values["downwelling_longwave"][719] == 165.4


@data.needs_shared
def test_a_day_of_surfrad_has_the_temperatures_worked_out_by_hand() -> None:
    (found,) = reading.read([SURFRAD])
    temperature = ground.series(found, Assumed(emissivity=0.97)).temperature
    for minute, expected in HAND.items():
        index = 60 * int(minute[:2]) + int(minute[3:])
        assert temperature[index] == pytest.approx(expected, abs=1e-3)


@data.needs_shared
def test_a_winter_night_in_colorado_is_plausible() -> None:
    """The ground is near the air's temperature by night, and up to 15 K above it by day."""
    (found,) = reading.read([SURFRAD])
    rows = np.array([line.split() for line in SURFRAD.read_text().splitlines()[2:]], float)
    zenith, air = rows[:, 7], rows[:, 38] + 273.15
    above = ground.series(found, Assumed()).temperature - air
    assert np.abs(above[zenith > 96]).max() < 3
    assert 5 < above[zenith < 65].mean() < 15


@data.needs_shared
def test_a_torn_surfrad_file_names_the_line(tmp_path: Path) -> None:
    torn = tmp_path / "torn.dat"
    torn.write_bytes(SURFRAD.read_bytes()[:100_000])
    with pytest.raises(InputError, match=r"torn\.dat: line \d+ has \d+ numbers; 48 are in"):
        reading.read([torn])


def test_flagged_and_missing_minutes_are_no_measurement(tmp_path: Path) -> None:
    lines = (_line(28, 410.0), _line(29, 400.0, flag=1), _line(30, -9999.9, flag=1))
    found = _read(tmp_path / "a.dat", _surfrad(*lines))
    np.testing.assert_array_equal(found.values["upwelling_longwave"], [410.0, np.nan, np.nan])


@pytest.mark.parametrize("longitude", ["105.92", "-105.92"])
def test_longitudes_of_surfrad_are_to_the_west_either_way(tmp_path: Path, longitude: str) -> None:
    place = f"37.70 {longitude} 2317 m version 1"
    found = _read(tmp_path / "a.dat", _surfrad(_line(29), place=place))
    assert found.place == (37.70, -105.92)


def test_days_of_one_station_are_one_station(tmp_path: Path) -> None:
    second, first = _surfrad(_line(30)), _surfrad(_line(29), _line(28))
    (tmp_path / "a.dat").write_text(second)
    (tmp_path / "b.dat").write_text(first)
    (found,) = reading.read([tmp_path])
    assert [str(time)[14:16] for time in found.time] == ["28", "29", "30"]
    assert len(found.paths) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 2 of a SURFRAD file holds latitude"),
        (_surfrad(), "it holds no measurement, only a header"),
        (_surfrad(_line(29)[:-2]), "line 3 has 47 numbers; 48 are in a whole line"),
        (_surfrad(_line(29, "oops")), "line 3 holds what is no number"),  # type: ignore[arg-type]
        (_surfrad(_line(75)), "a line holds no date and time"),
        (_surfrad(_line(29), place="37.7 50.0 9 m version 1"), "the sun did not stand at"),
        (_surfrad(_line(29), place="97.7 50.0 9 m version 1"), "no position in degrees"),
        (_surfrad(_line(29, -400.0)), "lies around -400 W m-2; 40 to 900 is possible"),
    ],
)
def test_a_defect_of_a_surfrad_file_is_one_sentence(
    text: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=sentence) as raised:
        _read(tmp_path / "a.dat", text)
    assert str(raised.value).startswith(f"{tmp_path / 'a.dat'}: ")


def test_a_csv_reads_times_units_and_what_is_missing(tmp_path: Path) -> None:
    found = _read(tmp_path / "gobabeb.csv", PLACE + "# emissivity: 0.94\n" + LINES)
    assert (found.name, found.place, found.known) == (
        "gobabeb",
        (-23.5, 15.0),
        {"emissivity": 0.94},
    )
    assert [str(time) for time in found.time] == ["2016-01-01T12:00:00", "2016-01-01T12:01:00"]
    np.testing.assert_array_equal(found.values["downwelling_longwave"], [300.0, np.nan])


@pytest.mark.parametrize(("unit", "value"), [("K", "288.15"), ("degC", "15.0"), ("°C", "15")])
def test_temperatures_come_in_kelvin_or_celsius(tmp_path: Path, unit: str, value: str) -> None:
    found = _read(tmp_path / "a.csv", f"time,lst [{unit}]\n2016-01-01T12:00Z,{value}\n")
    assert found.values["lst"] == pytest.approx([288.15])


def test_a_lake_has_days(tmp_path: Path) -> None:
    found = _read(
        tmp_path / "a.csv", "date,water_temperature [degC]\n2016-01-02,4\n2016-01-01,-9999\n"
    )
    assert found.is_lake
    assert [str(day)[:10] for day in found.time] == ["2016-01-01", "2016-01-02"]
    np.testing.assert_array_equal(found.values["water_temperature"], [np.nan, 277.15])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a line of column names and lines of values were needed"),
        ("time,lst [K]\n", "a line of column names and lines of values were needed"),
        ("time,warmth [K]\n2016-01-01T12:00Z,290\n", "it needs columns upwelling_longwave and"),
        ("time,lst\n2016-01-01T12:00Z,290\n", r"column lst names no unit; write it as lst \[K\]"),
        ("time,lst [F]\n2016-01-01T12:00Z,60\n", "cannot be in 'F'; known units are K"),
        ("time,lst [K]\n2016-01-01T12:00Z,15\n", "lies around 15 K; 150 to 400 is possible"),
        ("time,lst [K]\n2016-01-01T12:00,290\n", "line 2: time '2016-01-01T12:00' has no zone"),
        ("time,lst [K]\n2016-01-01T12:00 CEST,290\n", "line 2: .* is no time such as"),
        ("time,lst [K]\n01/02/2016 12:00,290\n", "line 2: '01/02/2016 12:00' is no time such as"),
        ("time,lst [K]\n2016-01-01T12:00Z\n", "line 2 has 1 cells, the header 2"),
        ("time,lst [K]\n2016-01-01T12:00Z,warm\n", "line 2 holds 'warm', which is no number"),
        ("time,lst [K],lst [degC]\n2016-01-01T12:00Z,290,17\n", "it has several columns lst"),
        ("when,lst [K]\n2016-01-01T12:00Z,290\n", "it needs a column time; it has when, lst"),
        ("date,water_temperature [K]\n2016-01-01T12Z,280\n", "is no day such as 2016-01-01"),
        ("# latitude: north\n# longitude: 1\n" + LINES, "the comment latitude holds 'north'"),
        (LINES.replace("450.0", "-450").replace("451.0", "-451"), "its unit or its sign"),
    ],
)
def test_a_defect_of_a_csv_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=sentence) as raised:
        _read(tmp_path / "a.csv", text)
    assert str(raised.value).startswith(f"{tmp_path / 'a.csv'}: ")
    assert "\n" not in str(raised.value)


def test_what_is_no_station_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"station file .*nothing\.dat does not exist"):
        reading.read([tmp_path / "nothing.dat"])
    with pytest.raises(InputError, match="is no station: a SURFRAD file"):
        reading.read([tmp_path])
    (tmp_path / "binary.dat").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is no text file that can be read"):
        reading.read([tmp_path])


def test_stations_are_told_from_rasters_by_their_kind(tmp_path: Path) -> None:
    assert is_station(tmp_path / "a.dat")
    assert is_station(tmp_path / "a.CSV")
    assert not is_station(tmp_path / "lst.tif")
    assert not is_station(tmp_path)
    (tmp_path / "a.dat").write_text("")
    assert is_station(tmp_path)


def test_the_file_that_the_documentation_shows_reads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/stations.md").read_text("utf-8")
    found = _read(tmp_path / "a.csv", page.partition("```csv\n")[2].partition("```")[0])
    assert (found.name, found.place) == ("Gobabeb Wind Tower", (-23.551, 15.051))
    assert [str(time)[11:] for time in found.time] == ["08:41:00", "08:42:00"]


@given(text=st.text(alphabet="0123456789-+:.,#[]TZ \nabtimelsKdC_", max_size=200))
def test_whatever_a_file_holds_there_is_a_station_or_a_sentence(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for content in (text, "time,lst [K]\n" + text, _surfrad(text)):
        path.write_text(content)
        with suppress(LstgeoError):
            (found,) = reading.read([path])
            assert all(len(values) == len(found.time) for values in found.values.values())


@given(
    values=st.lists(
        st.one_of(st.just(-9999.0), st.floats(40, 900), st.just(float("nan"))), max_size=20
    )
)
def test_usable_values_are_the_possible_ones(values: list[float]) -> None:
    found = record.usable(np.array(values), record.UPWELLING)
    possible = np.array([40 <= value <= 900 for value in values], bool)
    np.testing.assert_array_equal(np.isfinite(found), possible)


def test_a_single_spike_is_missing_and_no_defect() -> None:
    found = record.usable(np.array([400.0, 5000.0, 410.0]), record.UPWELLING)
    np.testing.assert_array_equal(found, [400.0, np.nan, 410.0])


@pytest.mark.parametrize(
    "wrong", [{"emissivity": 0.3}, {"emissivity_sigma": 0.9}, {"longwave_sigma": -1.0}]
)
def test_assumptions_that_cannot_be_are_refused(wrong: dict[str, float], tmp_path: Path) -> None:
    station = _read(tmp_path / "a.csv", LINES)
    with pytest.raises(InputError, match="within 0"):
        ground.series(station, Assumed(**wrong))


def test_an_option_precedes_the_file_and_the_file_the_house(tmp_path: Path) -> None:
    station = _read(tmp_path / "a.csv", "# emissivity: .94\n# longwave_sigma: 3\n" + LINES)
    found = Assumed(longwave_sigma=4.0).of(station)
    assert (found.emissivity, found.emissivity_sigma, found.longwave_sigma) == (0.94, 0.015, 4.0)
