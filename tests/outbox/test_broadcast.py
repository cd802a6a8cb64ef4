"""A broadcast at Telegram's real limit, whose listener is killed in the middle: nobody gets it
twice, and receipts pass by. With BROADCAST=20000 in the environment it goes to so many people,
which takes eleven minutes; then it has to use the limit, too."""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.support import Connection, Database, Process, Spawn, eventually
from tests.support.bot import Sandbox, sandbox
from tests.support.races import Connect
from tests.support.sandbox import TOKEN

PEOPLE = int(os.environ.get("BROADCAST", "240"))
IS_FULL = PEOPLE >= 20_000
LIMIT = 30
# Buckets are full at the beginning, on both sides: the initial burst is not the rate.
SETTLING = timedelta(seconds=2)
# One in so many has blocked the bot.
BLOCKED = 40
FIRST = 1_000_000
# Who get receipts meanwhile, and the owner, who sees the progress.
BUYERS = range(1, 11)
OLGA = 99


@dataclass
class Audience:
    """Many people, their database, and an emulated Telegram with its limits."""

    db: Connection
    telegram: Sandbox

    async def gathers(self) -> None:
        assert self.telegram.emulators
        chats = self.telegram.emulators.telegram.chats
        audience = range(FIRST, FIRST + PEOPLE)
        for chat in (*audience, *BUYERS, OLGA):
            chats.meet(chat, {}).blocked = chat >= FIRST and chat % BLOCKED == 0
        await self.db.execute(
            """
            with made as (
              insert into app.users (identity_hash, created_at)
              select sha256(n::text::bytea), app.now() from unnest($1::bigint[]) as n
              returning id, identity_hash
            )
            insert into app.telegram_identities (user_id, telegram_id, updated_at)
            select m.id, n, app.now()
            from made as m
            join unnest($1::bigint[]) as n on sha256(n::text::bytea) = m.identity_hash
            """,
            [*audience, *BUYERS, OLGA],
        )
        await self.db.execute(
            f"""
            create view ops.segment_audience as
              select user_id from app.telegram_identities where telegram_id >= {FIRST};
            alter view ops.segment_audience owner to tickover_owner;
            analyze app.users, app.telegram_identities;
            """
        )
        await self.db.execute("select ops.make_admin($1)", OLGA)
        # What a crash leaves behind is free again after the lease, so that the test need not wait.
        await self.db.execute(
            "update outbox.topics set rate = $1, call_timeout = '2 s', lease = '4 s'"
            " where name = 'telegram'",
            LIMIT,
        )

    async def starts(self) -> int:
        id_: int = await self.db.fetchval(
            "select ops.announce('<b>Hello</b>', 'view', 'important', 'audience')"
        )
        await self.db.execute("update broadcast.contents set tested_at = app.now()")
        started = await self.db.fetchval("select ops.start_broadcast($1)", id_)
        assert started == "started"
        return id_

    def got(self) -> Counter[int]:
        """How often each of the audience has got it."""
        assert self.telegram.emulators
        chats = self.telegram.emulators.telegram.chats.all
        return Counter({id_: len(chat.messages) for id_, chat in chats.items() if id_ >= FIRST})

    async def reached(self, count: int) -> None:
        """Looks rarely: Telegram is emulated in this process."""

        async def so_many() -> bool:
            return self.got().total() >= count

        await eventually(so_many, PEOPLE / 10 + 60, 0.5)

    async def receipt(self, to: int) -> float:
        """Seconds from the decision to the chat."""
        assert self.telegram.emulators
        chat = self.telegram.emulators.telegram.chats.all[to]
        before = len(chat.messages)
        decided = time.monotonic()
        args = {"ended_at": {"time": "2027-01-31T22:30:00+00:00"}}
        await self.db.execute(
            """
            select outbox.enqueue(
              'telegram.notice', i.telegram_id::text, app.notice(i.user_id, 'trial-ended', $2),
              p_priority => 'receipt')
            from app.telegram_identities as i where i.telegram_id = $1
            """,
            to,
            json.dumps(args),
        )

        async def arrived() -> bool:
            return len(chat.messages) > before

        await eventually(arrived)
        return time.monotonic() - decided

    @asynccontextmanager
    async def jobs(self, connection: Connection) -> AsyncIterator[None]:
        """What pg_cron does each minute, here each second."""

        async def tend() -> None:
            while True:
                await connection.execute("select jobs.tend_broadcasts(1000)")
                await asyncio.sleep(1)

        tending = asyncio.create_task(tend())
        try:
            yield
        finally:
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending

    async def states(self, id_: int) -> dict[str, int]:
        rows = await self.db.fetch(
            "select state, count(*) as n from broadcast.recipients"
            " where broadcast_id = $1 group by state",
            id_,
        )
        return {row["state"]: row["n"] for row in rows}

    async def sends(self) -> list[datetime]:
        """When messages to the audience were sent, of the last 20,000 requests."""
        requests = await self.telegram.requests("sendMessage")
        assert [r for r in requests if r["status"] == 429] == []
        return [datetime.fromisoformat(r["time"]) for r in requests if (r["chat_id"] or 0) >= FIRST]


def rate(times: list[datetime]) -> float:
    steady = [at for at in times if at >= times[0] + SETTLING]
    return (len(steady) - 1) / (steady[-1] - steady[0]).total_seconds()


@pytest.mark.long
async def test_a_broadcast_whose_listener_is_killed_reaches_everybody_once(
    db: Connection, database: Database, connect: Connect, spawn: Spawn
) -> None:
    def listener(telegram: Sandbox) -> Process:
        settings = {
            "DATABASE_URL": database.url("tickover_listener"),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API": telegram.url,
            "PANEL_KEYS": "{}",
            "LOG_LEVEL": "WARNING",
        }
        return spawn("listener.py", env=settings)

    beside = await connect()
    async with sandbox() as telegram:
        await telegram.faults(rate=LIMIT)
        audience = Audience(db, telegram)
        await audience.gathers()
        victim = listener(telegram)
        id_ = await audience.starts()
        async with audience.jobs(beside):
            await audience.reached(PEOPLE // 3)
            waits = [await audience.receipt(to) for to in BUYERS]
            assert max(waits) < (1 if IS_FULL else 5), waits
            await audience.reached(PEOPLE // 2)
            victim.kill()
            before = await audience.sends()
            listener(telegram)

            async def over() -> bool:
                status = "select status from broadcast.broadcasts where id = $1"
                return bool(await db.fetchval(status, id_) == "finished")

            await eventually(over, PEOPLE / 10 + 90, 0.5)
        states, got = await audience.states(id_), audience.got()
        assert max(got.values()) == 1
        unknown, blocked = states.get("unknown", 0), len([c for c in got if c % BLOCKED == 0])
        assert unknown <= 20
        assert blocked - unknown <= states["unreachable"] <= blocked
        assert states["sent"] + unknown == PEOPLE - states["unreachable"]
        assert states["sent"] <= got.total() <= states["sent"] + unknown
        used = rate(before) / LIMIT
        print({"states": states, "slowest receipt": max(waits), "of the limit": used})
        assert not IS_FULL or used >= 0.95
        await is_told_and_over(audience, id_)


async def is_told_and_over(audience: Audience, id_: int) -> None:
    """The job finds nothing to do any more, and Olga has one message that shows the end."""
    assert await audience.db.fetchval("select (jobs.tend_broadcasts(1000)).done") == 0
    assert audience.telegram.emulators
    chat = audience.telegram.emulators.telegram.chats.all[OLGA]

    async def told() -> bool:
        texts = [message.api["text"] for message in chat.messages.values()]
        return sum(f"Broadcast {id_} is sent" in text for text in texts) == 1

    await eventually(told)
