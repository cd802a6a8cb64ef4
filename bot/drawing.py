"""Pictures of figures, drawn by a short-lived program (`bot/plots.py`)."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import structlog

log = structlog.get_logger("drawing")
PROGRAM = Path(__file__).with_name("plots.py")
# In seconds, with the wait for a picture that is drawn already. A handler has twenty.
LIMIT = 15.0


class NotDrawn(Exception):
    """There is no picture; the log says why."""


@dataclass(frozen=True)
class Series:
    label: str
    values: Sequence[float]


@dataclass(frozen=True)
class Panel:
    """`days`: the name of each day. Bars are stacked, with one part for each of `series`."""

    title: str
    kind: Literal["bars", "lines"]
    days: Sequence[str]
    series: Sequence[Series]


@dataclass(frozen=True)
class Picture:
    title: str
    panels: Sequence[Panel]


async def drawn(picture: Picture) -> bytes:
    """Returns a PNG. Raises NotDrawn. The drawing program gets none of the bot's settings."""
    folder = cache()
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(PROGRAM), str(folder / "lock")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={
            "MPLCONFIGDIR": str(folder),
            # Its own fonts have all letters that are needed, and looking for others takes long.
            "MPL_IGNORE_SYSTEM_FONTS": "1",
            "PATH": os.environ.get("PATH", ""),
        },
    )
    try:
        async with asyncio.timeout(LIMIT):
            png, errors = await program.communicate(json.dumps(asdict(picture)).encode())
    except TimeoutError as error:
        log.warning("a picture took too long", seconds=LIMIT)
        raise NotDrawn from error
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    if program.returncode:
        log.warning("a picture was not drawn", error=errors.decode(errors="replace")[-500:])
        raise NotDrawn
    return png


def cache() -> Path:
    """The folder in which matplotlib caches what it knows of fonts, which takes it a second to find
    out."""
    folder = Path(tempfile.gettempdir()) / f"tickover-plots-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="tickover-plots-"))
    return folder
