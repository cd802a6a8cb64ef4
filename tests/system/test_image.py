"""The image of the programs, as Dockerfile and .dockerignore make it: nobody here can build it, so
its files are put together by the same rules."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import REPOSITORY

PROGRAMS = ("bot.__main__", "listener", "web.__main__", "one_process", "migrate")
# What only development has; the image installs requirements.lock.
DEVELOPMENT = ("pytest", "psycopg", "playwright", "pexpect", "tqdm", "hypothesis", "yaml")


def copied(stage: str) -> list[tuple[list[str], str]]:
    """The instructions COPY of a stage: what, and where to."""
    text = (REPOSITORY / "Dockerfile").read_text()
    (body,) = re.findall(rf" AS {stage}\n(.*?)(?=\nFROM|\Z)", text, re.DOTALL)
    words = [line.split()[1:] for line in body.splitlines() if line.startswith("COPY ")]
    return [(line[:-1], line[-1]) for line in words]


def sent() -> set[str]:
    """What .dockerignore lets through to the builder."""
    lines = (REPOSITORY / ".dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


@pytest.mark.parametrize("stage", ["app", "postgres"])
def test_everything_that_is_copied_is_sent_to_the_builder(stage: str) -> None:
    sources = [source for given, _ in copied(stage) for source in given]
    assert sources
    for source in sources:
        assert (REPOSITORY / source).exists()
        assert any(source == it or source.startswith(f"{it}/") for it in sent()), source


@pytest.mark.long
def test_the_programs_and_the_doctor_find_all_their_files(tmp_path: Path) -> None:
    image = tmp_path / "app"
    image.mkdir()
    leave = shutil.ignore_patterns("__pycache__")
    for sources, target in copied("app"):
        for source in sources:
            place = image / (source if target in (".", "./") else target)
            if (REPOSITORY / source).is_dir():
                shutil.copytree(REPOSITORY / source, place, ignore=leave)
            else:
                shutil.copy(REPOSITORY / source, place)
    missing = "".join(f"sys.modules[{name!r}] = None; " for name in DEVELOPMENT)
    load = f"import sys; {missing}import {', '.join(PROGRAMS)}, scripts.shop.__main__"
    env = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    for arguments in (("-c", load), ("-m", "scripts.shop", "doctor", "--help")):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=image, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
