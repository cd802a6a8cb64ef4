"""Starts processes, restarts them when they die, and stops them in order."""

import asyncio
import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.progress import say

REPOSITORY = Path(__file__).resolve().parent.parent
# A call may take 20 s (outbox.topics.call_timeout), and what came of it has to be stored.
STOP_WITHIN = 30
START_WITHIN = 60
LONGEST_PAUSE = 30
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """A process did not start; the text contains the end of its log."""


def die_with_parent() -> None:
    """Runs in the child: if this process were killed, its children would hold the ports forever."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process of the shop, with its own log."""

    name: str
    arguments: tuple[str, ...]
    env: Mapping[str, str]
    log: Path
    up: Callable[[int], Awaitable[bool]]
    """Returns for its pid whether it is working."""
    say: Callable[[str], None] = say
    process: asyncio.subprocess.Process | None = None
    keeper: asyncio.Task[None] | None = field(default=None, repr=False)

    async def start(self) -> None:
        """Returns when the process works, and keeps it running from then on."""
        await self._spawn()
        assert self.process
        deadline = time.monotonic() + START_WITHIN
        while not await self.up(self.process.pid):
            if self.process.returncode is not None:
                raise StartError(f"{self.name} did not start:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise StartError(
                    f"{self.name} is not up after {START_WITHIN} s:\n{self._log_tail()}"
                )
            await asyncio.sleep(0.05)
        self.keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Asks the process to finish, and kills it when it takes too long."""
        if self.keeper:
            self.keeper.cancel()
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_WITHIN)
        except TimeoutError:
            self.say(f"{self.name} did not stop within {STOP_WITHIN} s: killed")
            self.process.kill()
            await self.process.wait()

    async def _spawn(self) -> None:
        # In its own session: Ctrl-C reaches only the supervisor, which then stops all in order.
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.arguments,
                cwd=REPOSITORY,
                env=self.env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    async def _keep(self) -> None:
        pause = 1
        while True:
            assert self.process
            begun = time.monotonic()
            code = await self.process.wait()
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = 1
            self.say(f"{self.name} ended ({ending(code)}); again in {pause} s. Log: {self.log}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            await self._spawn_again()

    async def _spawn_again(self) -> None:
        """What prevents the start, such as an update of Python, may be over soon."""
        pause = 1
        while True:
            try:
                return await self._spawn()
            except (OSError, subprocess.SubprocessError) as error:
                self.say(f"{self.name} cannot be started ({error}); again in {pause} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _log_tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-12:]
        return "\n".join(f"  {line}" for line in lines)


def ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
