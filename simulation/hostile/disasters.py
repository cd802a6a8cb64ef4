"""Faults of a whole part of the stack: an older version, an old backup, a dead server."""

import asyncio
import io
import os
import subprocess
import sys
import tarfile
from tempfile import TemporaryDirectory

import asyncpg

from scripts.cluster import Cluster
from scripts.releases import files_of, releases
from scripts.throwaway import INHERITED
from simulation.hostile.stack import Stack

# -- The release before


def release_before() -> bytes | None:
    """Returns the files, as a tar, of the release whose programs must work with the newer database
    during a rollout; None in a copy without that history."""
    return files_of(releases()[1])


class OlderPrograms:
    """Bot and listener of the previous release: the bot in place of the new one, the listener next
    to it."""

    def __init__(self, files: bytes) -> None:
        self._folder = TemporaryDirectory()
        with tarfile.open(fileobj=io.BytesIO(files)) as archive:
            archive.extractall(self._folder.name, filter="data")
        self._running: list[subprocess.Popen[bytes]] = []

    async def start(self, stack: Stack) -> None:
        await stack.bot.kill()
        self._running = [
            self._spawned(stack, "bot", "-m", "bot"),
            self._spawned(stack, "listener", "listener.py"),
        ]
        stack.others_run = True
        await stack.answers()

    def _spawned(self, stack: Stack, role: str, *arguments: str) -> "subprocess.Popen[bytes]":
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        own = {"DATABASE_URL": stack.database.url(f"tickover_{role}")}
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self._folder.name,
            env={**inherited, **stack.environment(), **own},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def stop(self, stack: Stack) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            await asyncio.to_thread(process.wait, 30)
        stack.others_run = False
        await stack.start()
        self._folder.cleanup()


# -- A backup


class Backup:
    """A copy of the database, and the way back to it, keeping what the outside world did
    meanwhile."""

    def __init__(self, server: Cluster) -> None:
        self._server = server

    async def take(self, stack: Stack) -> None:
        self._at = stack.now
        name = stack.database.name
        await self._administer(stack, f'create database "{name}_backup" template "{name}"')

    async def restore(self, stack: Stack) -> None:
        name = stack.database.name
        await self._administer(
            stack,
            f'drop database "{name}" with (force)',
            f'alter database "{name}_backup" rename to "{name}"',
        )
        now, stack.now = stack.now, self._at
        await stack.reopen("restored from a backup")
        await stack.move(now)
        await self._replay_payments(stack)
        await stack.connections["admin"].execute("select ops.reapply('main')")

    async def _administer(self, stack: Stack, *statements: str) -> None:
        await stack.bot.kill()
        await stack.listener.kill()
        for open_ in stack.connections.values():
            open_.close()
        connection = await asyncpg.connect(self._server.url(database="postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()
        await stack.start()

    async def _replay_payments(self, stack: Stack) -> None:
        """Books payments since the backup, as an operator does from Telegram's list of
        transactions."""
        telegram = stack.emulators.telegram
        for chat in telegram.chats.all.values():
            for message in sorted(chat.messages.values(), key=lambda m: m.id):
                if (
                    "successful_payment" in message.api
                    and message.api["date"] >= self._at.timestamp()
                ):
                    telegram.push("message", chat.id, message.api)


# -- The server


async def restart(stack: Stack, server: Cluster) -> None:
    """Crashes the server and starts it again."""
    await asyncio.to_thread(server.stop, "immediate")
    await asyncio.to_thread(server.start)
    await stack.start()
