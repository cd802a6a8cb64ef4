"""Pictures are drawn by a program of its own, which gets nothing of the bot."""

import sys
import tempfile
from pathlib import Path
from struct import unpack

import pytest

from bot import drawing
from bot.drawing import NotDrawn, Panel, Picture, Series, drawn

DAYS = [f"{day} нояб." for day in range(1, 31)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def picture(*values: float) -> Picture:
    series = [Series("Карты", values), Series("Звёзды", [-1.0] * len(values))]
    return Picture(
        "Выручка, ₽",
        [Panel("RUB", "bars", DAYS, series), Panel("", "lines", DAYS, series[:1])],
    )


@pytest.mark.long
async def test_a_picture_is_what_a_phone_shows() -> None:
    png = await drawn(picture(*range(30)))
    assert unpack(">II", png[16:24]) == (1120, 700)
    assert len(png) < 200_000
    assert "matplotlib" not in sys.modules


@pytest.mark.long
async def test_nothing_to_show_is_drawn_as_well() -> None:
    assert (await drawn(Picture("MRR", [Panel("", "lines", [], [])]))).startswith(b"\x89PNG")


async def test_what_cannot_be_drawn_is_no_picture() -> None:
    with pytest.raises(NotDrawn):
        await drawn(picture(1, 2))


async def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "LIMIT", 0.05)
    with pytest.raises(NotDrawn):
        await drawn(picture(*range(30)))


def test_the_folder_is_the_bots_own(folder: Path) -> None:
    assert drawing.cache().stat().st_mode & 0o77 == 0
    assert drawing.cache().parent == folder
