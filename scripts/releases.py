"""The releases, according to CHANGELOG.md."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent


class Release(NamedTuple):
    version: str
    date: str
    commit: str
    """Empty for the unreleased one."""


def releases() -> list[Release]:
    """Newest first."""
    text = (REPOSITORY / "CHANGELOG.md").read_text()
    heads = re.findall(r"^## (\S+) - (\S+)(?: - ([0-9a-f]{40}))?$", text, re.MULTILINE)
    return [Release(*head) for head in heads]


def files_of(release: Release) -> bytes | None:
    """Returns the tree of a release as a tar; None in a copy without history."""
    done = subprocess.run(
        ["git", "-C", str(REPOSITORY), "archive", release.commit], capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
