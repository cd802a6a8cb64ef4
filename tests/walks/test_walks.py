"""What people read, word by word: each walk is compared with its transcript.

After an intended change `make transcripts` writes them anew; the diff is what there is to review.
"""

import os
import re
from pathlib import Path
from typing import get_args

import pytest
from aiogram.filters.callback_data import CallbackData

from bot import callbacks
from bot.screens.base import Name
from tests.support import REPOSITORY, Connection, Database
from tests.walks import (  # noqa: F401  (they tell the stories)
    broadcasts,
    buying,
    earning,
    gates,
    giving,
    inviting,
    promo,
    renewing,
    service,
    settings,
    steering,
)
from tests.walks.gallery import gallery
from tests.walks.walk import JOBS, LANGUAGES, STORIES, Story, opened

TRANSCRIPTS = REPOSITORY / "tests" / "transcripts"
WRITES = os.environ.get("TRANSCRIPTS") == "write"


@pytest.mark.long
@pytest.mark.parametrize(
    ("story", "languages"),
    [
        pytest.param(story, languages, id="-".join([story.name, *languages]))
        for story in STORIES.values()
        for languages in ([(one,) for one in LANGUAGES] if story.alone else [LANGUAGES])
    ],
)
async def test_a_walk_shows_what_its_transcript_says(
    story: Story, languages: tuple[str, ...], database: Database, db: Connection
) -> None:
    async with opened(story, database, db, languages) as walk:
        await story.play(walk)
    for chat in walk.chats:
        assert chat.transcript
        said = f"# {story.about}\n\n{chat.transcript.text}"
        compare(TRANSCRIPTS / chat.language / f"{story.name}.txt", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_says_what_is_written_down(language: str) -> None:
    compare(TRANSCRIPTS / language / "notices.txt", gallery(language))


def compare(file: Path, said: str) -> None:
    if WRITES:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said)
    assert said.split("\n") == file.read_text().split("\n")


def written(language: str) -> dict[str, str]:
    return {file.stem: file.read_text() for file in (TRANSCRIPTS / language).glob("*.txt")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_transcript_has_its_walk(language: str) -> None:
    assert written(language).keys() == STORIES.keys() | {"notices"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_and_every_button_is_walked(language: str) -> None:
    text = "\n".join(written(language).values())
    shown = set(re.findall(r"^Shop (?:sends|edits) \((\w+)\):$", text, re.MULTILINE))
    assert set(get_args(Name)) - shown == set()
    tapped = {data.split(":")[0] for data in re.findall(r"  \(([^\s()]+)\)$", text, re.MULTILINE)}
    kinds = {
        kind.__prefix__
        for kind in vars(callbacks).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData
    }
    assert kinds - tapped == {"-"}, "a new button needs a walk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_walked(language: str) -> None:
    text = "\n".join(written(language).values())
    opened_places = set(re.findall(r"\(go:(\w+)\)$", text, re.MULTILINE))
    assert set(get_args(callbacks.Place)) - opened_places == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_job_takes_more_taps_than_it_may(language: str) -> None:
    text = "\n".join(written(language).values())
    taken = {
        name: int(count)
        for name, count in re.findall(r"^== Taps to (.+): (\d+)$", text, re.MULTILINE)
    }
    assert taken.keys() == JOBS.keys()
    assert {name for name, count in taken.items() if count > JOBS[name]} == set()


def test_nothing_of_a_run_is_left_in_them() -> None:
    """Keys, tokens and numbers would differ in the next run."""
    for language in LANGUAGES:
        for name, text in written(language).items():
            found = re.search(r"[0-9a-f]{16}|127\.0\.0\.1|/sub/(?!<)", text)
            assert found is None, f"{language}/{name}: {found}"


# What fits into half the width of a phone. Names of plans, apps and cards are not ours to shorten.
HALF_ROW = 16
NAMES = re.compile(r"Happ|Hiddify|INCY|\d{4}|«|Telegram Stars")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_cut(language: str) -> None:
    """Telegram cuts what is too long for its row."""
    cut = set()
    for text in written(language).values():
        for row in re.findall(r"^  (\[.+\])$", text, re.MULTILINE):
            labels = re.findall(r"\[\*? (.+?)(?: [↗⧉])? \]", row)
            if len(labels) == 2:
                cut |= {label for label in labels if len(label) > HALF_ROW}
    assert {label for label in cut if not NAMES.search(label)} == set()
