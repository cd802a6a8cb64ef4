"""What `make run` does with its processes: waits, restarts, stops, and leaves none behind."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scripts import supervisor
from scripts.supervisor import Child, StartError
from tests.support import REPOSITORY, eventually

# Says that it is up by a file, and goes on for ever.
STEADY = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STEADY}"


class Scene:
    """A child that runs a line of Python, what it says, and the file by which it says it is up."""

    def __init__(self, folder: Path, code: str) -> None:
        self.mark = folder / "up"
        self.said: list[str] = []
        arguments = ("-c", code, str(self.mark))
        env = {**os.environ}
        self.child = Child("it", arguments, env, folder / "it.log", self.is_up, self.said.append)

    async def is_up(self, _: int) -> bool:
        return self.mark.exists()

    @property
    def pid(self) -> int:
        assert self.child.process
        return self.child.process.pid


@pytest.fixture
async def steady(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(tmp_path, STEADY)
    yield scene
    await scene.child.stop()


def alive(pid: int) -> bool:
    """A zombie is dead as well."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_it_is_up_when_start_returns_and_gone_when_stop_does(steady: Scene) -> None:
    await steady.child.start()
    assert steady.mark.exists()
    assert alive(steady.pid)
    await steady.child.stop()
    assert not alive(steady.pid)
    assert steady.said == []


async def test_what_dies_is_started_again(steady: Scene) -> None:
    await steady.child.start()
    first = steady.pid
    os.kill(first, signal.SIGKILL)

    async def another() -> bool:
        return steady.pid != first and alive(steady.pid)

    await eventually(another)
    assert steady.said == [f"it ended (SIGKILL); again in 1 s. Log: {steady.child.log}"]


async def test_what_keeps_dying_is_started_ever_more_slowly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    scene = Scene(tmp_path, "import pathlib, sys; pathlib.Path(sys.argv[1]).touch(); sys.exit(3)")
    await scene.child.start()
    monkeypatch.setattr(asyncio, "sleep", note)
    try:
        while len(pauses) < 7:
            await sleep(0.01)
    finally:
        await scene.child.stop()
    assert pauses[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert "exit code 3" in scene.said[0]


async def test_what_cannot_be_started_for_a_while_is_started_after_it(
    steady: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await steady.child.start()
    first = steady.pid
    python, moved = tmp_path / "python", sys.executable
    monkeypatch.setattr(sys, "executable", str(python))
    os.kill(first, signal.SIGKILL)

    async def said() -> bool:
        return any("it cannot be started" in line for line in steady.said)

    await eventually(said)
    (tmp_path / "new").write_text(f'#!/bin/sh\nexec "{moved}" "$@"\n')
    (tmp_path / "new").chmod(0o755)
    (tmp_path / "new").rename(python)

    async def another() -> bool:
        return steady.pid != first and alive(steady.pid)

    await eventually(another)


async def test_one_that_does_not_come_up_shows_the_end_of_its_log(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "import sys; sys.exit('settings: PORT is wrong')")
    with pytest.raises(StartError, match="it did not start:\n  settings: PORT is wrong"):
        await scene.child.start()


async def test_a_stubborn_one_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.2)
    scene = Scene(tmp_path, STUBBORN)
    await scene.child.start()
    await scene.child.stop()
    assert not alive(scene.pid)
    assert scene.said == ["it did not stop within 0.2 s: killed"]


async def test_none_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    code = f"""
import asyncio, os, pathlib, sys
from scripts.supervisor import Child

async def up(pid):
    pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(pid))
    return True

async def main():
    arguments = ("-c", "import time; time.sleep(600)")
    await Child("it", arguments, {{}}, pathlib.Path({str(tmp_path / "log")!r}), up).start()
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=REPOSITORY)
    await killed.wait()
    pid = int((tmp_path / "pid").read_text())

    async def gone() -> bool:
        return not alive(pid)

    await eventually(gone)
