"""Memory of the bot and the listener after a day's work, and whether it still grows."""

from collections.abc import Awaitable, Callable, Sequence

from bench import processes, webhook
from bench.harness import Database, Result, ThrowawayServer, resident_mb, until

# A day of a shop with some thousand customers.
UPDATES = 10_000
NOTICES = 20_000
CHATS = 200


async def memory(server: ThrowawayServer) -> Sequence[Result]:
    """Memory: a day of notices through the listener and of updates through the bot."""
    async with processes.sandbox(server) as sandbox:
        await sandbox.faults(rate=0, chat_rate=0)
        for chat in range(1, 1 + CHATS):
            await sandbox.meet(chat)
        return [*await listener(server, sandbox.url), *await bot(server, sandbox.url)]


async def listener(server: ThrowawayServer, telegram: str) -> Sequence[Result]:
    async with server.database() as database:
        await unlimited(database)
        await processes.people(database, range(1, 1 + CHATS))
        async with processes.listener(server, database, telegram) as pid:

            async def half_a_day() -> None:
                await processes.notify_everybody(database, NOTICES // CHATS // 2)
                await emptied(database, "telegram")

            return await grown("rss_listener_mb", pid, half_a_day)


async def bot(server: ThrowawayServer, telegram: str) -> Sequence[Result]:
    async with server.database() as database:
        await unlimited(database)
        async with processes.bot(server, database, telegram) as (port, pid):
            numbers = iter(range(1, UPDATES + 1))

            async def half_a_day() -> None:
                some = (next(numbers) for _ in range(UPDATES // 2))
                texts = (webhook.message(n, 1 + n % CHATS, "/start") for n in some)
                await webhook.send(port, map(webhook.update, texts))
                await emptied(database, "inbox")

            return await grown("rss_bot_mb", pid, half_a_day)


async def grown(name: str, pid: int, half_a_day: Callable[[], Awaitable[None]]) -> Sequence[Result]:
    """Returns the resident memory at the end; its ratio to that at half time shows whether it is
    flat."""
    await half_a_day()
    half_time = resident_mb(pid)
    await half_a_day()
    return [Result(name, resident_mb(pid), "MB", "< 120, ratio < 1.05", baseline=half_time)]


async def unlimited(database: Database) -> None:
    """Removes the limits, so that a day's work is done at once."""
    async with database.connect() as connection:
        await connection.execute(
            "update outbox.topics set rate = null, lane_spacing = '0', concurrency = 50"
        )


async def emptied(database: Database, topic: str) -> None:
    empty = "select not exists (select from outbox.lanes where topic = $1 and waiting > 0)"
    async with database.connect() as connection:

        async def is_empty() -> bool:
            return bool(await connection.fetchval(empty, topic))

        await until(is_empty)
