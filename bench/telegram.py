"""How much of Telegram's limit the listener uses, and whether it never exceeds it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bench import processes
from bench.harness import Result, ThrowawayServer, until

LIMIT = 30
SECONDS = 20
# Buckets are full at the beginning, on both sides: the initial burst is not the rate.
SETTLING = timedelta(seconds=2)


async def telegram(server: ThrowawayServer) -> Sequence[Result]:
    """Telegram: notices at the limit of 30/s, by the real listener to the emulated Bot API."""
    chats = range(1, 1 + LIMIT * SECONDS)
    async with server.database() as database, processes.sandbox(server) as sandbox:
        await processes.people(database, chats)
        for chat in chats:
            await sandbox.meet(chat)
        async with database.connect() as connection:
            await connection.execute(
                "update outbox.topics set rate = $1 where name = 'telegram'", LIMIT
            )
        await processes.notify_everybody(database)

        async def all_sent() -> bool:
            return len(await sandbox.requests("sendMessage")) >= len(chats)

        async with processes.listener(server, database, sandbox.url):
            await until(all_sent)
        sends = await sandbox.requests("sendMessage")
    if refused := [send for send in sends if send["status"] != 200]:
        raise RuntimeError(f"{len(refused)} were refused, the first with {refused[0]}")
    times = [datetime.fromisoformat(send["time"]) for send in sends]
    steady = [at for at in times if at >= times[0] + SETTLING]
    rate = (len(steady) - 1) / (steady[-1] - steady[0]).total_seconds()
    return [Result("telegram_rate", rate / LIMIT, "of 30/s", ">= 0.95, no 429")]
