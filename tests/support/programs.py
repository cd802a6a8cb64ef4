"""Starts programs of the shop from a process that has imported their packages.

aiogram alone takes two seconds of CPU until its models are built, and a few hundred tests start
a bot. What runs is the program's own `__main__`, in a process of its own; `tests/system` starts
programs as `make run` does.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

# What programs import; never a `__main__`, which is what runs.
PRELOADED = ["tests.support.programs", "tests.support.preloaded"]


class Program:
    """A running program, as `subprocess.Popen` would show it."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, env: Mapping[str, str], log: Path
    ) -> None:
        self._process: ForkServerProcess = _context().Process(
            target=_run, args=(tuple(arguments), folder, dict(env), log), daemon=True
        )
        log.touch()
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    """Starts a program as everywhere else."""
    with log.open("wb") as output:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=output)


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _run(arguments: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> None:
    """In the new process: what `python *arguments` would do there."""
    with log.open("wb") as output:
        for descriptor in (1, 2):
            os.dup2(output.fileno(), descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.path[0:0] = [str(folder)]
    module = arguments[1] if arguments[0] == "-m" else None
    sys.argv = list(arguments[1:] if module else arguments)
    if module:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(arguments[0], run_name="__main__")
