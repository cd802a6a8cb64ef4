"""Faults of a whole part of the stack: an older version, an old backup, a dead server."""

import asyncio
import io
import os
import subprocess
import sys
import tarfile
from datetime import datetime
from tempfile import TemporaryDirectory

import asyncpg

from sandbox.payment_options import PaymentOptions
from scripts.cluster import Cluster
from scripts.releases import files_of, releases
from scripts.throwaway import INHERITED
from simulation.hostile.people import Page, Person
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


async def find_payments(stack: Stack, person: Person, since: datetime) -> None:
    """What he paid on pages since the backup, which may have been opened since as well. Providers
    are asked to send their notices again; what names no invoice of ours is held, and an operator
    finds in the provider's list whose it is. YooKassa's notices prove nothing, so that one is given
    by hand."""
    operator, admin = stack.connections["operator"], stack.connections["admin"]
    user_id = await operator.value("select ops.find_user($1)", person.id)
    for at, page in [paid for paid in person.paid if paid[0] >= since]:
        charge = _charge(stack, page)
        await stack.settle()
        booked = await admin.fetch(
            "select p.id, p.user_id, p.amount from billing.payments as p where p.external_id = $1",
            charge,
        )
        if user_id is None or not booked:
            person.payments = [known for known in person.payments if known[0] != at]
            if user_id is not None:
                credit = (
                    f"select ops.credit({user_id}, {page.amount}, 'in the list of {page.provider}')"
                )
                await operator.fetch(credit)
                person.operated.append((stack.now, "credit"))
        elif booked[0]["user_id"] is None:
            found = "select ops.assign_suspense($1, $2, 'in the list of the provider')"
            await operator.fetch(found, booked[0]["id"], user_id)
        elif page.provider == "stars":
            # Worth what the shop asks at present, where the quote is lost.
            person.payments = [
                (when, booked[0]["amount"] if when == at else amount)
                for when, amount in person.payments
            ]


def _charge(stack: Stack, page: Page) -> str:
    """The provider's id of it; a provider with webhooks sends them again."""
    outside = stack.emulators
    if page.provider == "stars":
        token = outside.telegram.links[page.number.removeprefix("$")]["payload"]
        charges = outside.telegram.charges.values()
        return str(next(one["id"] for one in charges if one["payload"] == token))
    account = getattr(outside, page.provider)
    number = int(page.number) if page.provider == "crypto" else page.number
    account.pay(number, PaymentOptions(late=True))
    return str(account.things[number]["payment_intent"] if page.provider == "stripe" else number)


# -- The server


async def restart(stack: Stack, server: Cluster) -> None:
    """Crashes the server and starts it again."""
    await asyncio.to_thread(server.stop, "immediate")
    await asyncio.to_thread(server.start)
    await stack.start()
