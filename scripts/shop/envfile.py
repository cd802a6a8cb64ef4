"""The file with a shop's settings and secrets: `.env`, which only its owner can read.

What somebody wrote into it stays as it is; a value that changes takes the place of the one before.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

MODE = 0o600
_HEAD = "# A Tickover shop, see .env.example. It holds secrets: keep it, and show it to nobody.\n"


class EnvFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, str]:
        """Empty values count as unset."""
        found = dotenv_values(self.path, interpolate=False) if self.path.exists() else {}
        return {name: value for name, value in found.items() if value}

    def write(self, values: Mapping[str, str]) -> None:
        """Sets these values and leaves all others. The file is replaced at once, so that it is
        never half written; nothing is written when nothing changes."""
        before = self.read()
        changed = {name: value for name, value in values.items() if before.get(name, "") != value}
        if not changed:
            return
        text = self.path.read_text() if self.path.exists() else _HEAD
        for name, value in changed.items():
            text = _with(text, name, value)
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self.path)


def _with(text: str, name: str, value: str) -> str:
    """Replaces the last line of that name, which is the one that counts, or adds one."""
    line = f"{name}={_quoted(value)}"
    places = list(re.finditer(rf"^[ \t]*(?:export[ \t]+)?{name}[ \t]*=.*$", text, re.MULTILINE))
    if not places:
        return f"{text.rstrip(chr(10))}\n{line}\n"
    last = places[-1]
    return text[: last.start()] + line + text[last.end() :]


def _quoted(value: str) -> str:
    """As python-dotenv and Docker read it. Within single quotes nothing is replaced."""
    if re.fullmatch(r"[\w@%+=:,./-]*", value, re.ASCII):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
