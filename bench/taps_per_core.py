"""How many taps a bot process handles per second of its own CPU, when it never has to wait."""

from collections.abc import Sequence
from itertools import cycle, islice

from bench import processes, webhook
from bench.harness import Database, Result, ThrowawayServer, cpu_seconds, until
from bench.memory import emptied, unlimited
from bench.tap import SCREENS, acquainted, callback

CHATS = 200
# In each chat: no more than the limiter lets through at once.
TAPS = 8
WARM_UP = 200


async def taps_per_core(server: ThrowawayServer) -> Sequence[Result]:
    """Taps that a bot with a full queue takes and answers, by the CPU of its process alone: the
    machine's other load does not count."""
    async with server.database() as database, processes.sandbox(server) as sandbox:
        await sandbox.faults(rate=0, chat_rate=0)
        await unlimited(database)
        async with processes.bot(server, database, sandbox.url) as (port, pid):
            screens = await acquainted(sandbox, database, CHATS)
            chats = islice(cycle(screens), WARM_UP + CHATS * TAPS)
            requests = [
                callback(n, chat, screens[chat], SCREENS[(n + n // CHATS) % len(SCREENS)])
                for n, chat in enumerate(chats)
            ]
            await answered(sandbox, database, port, requests[:WARM_UP])
            before = cpu_seconds(pid)
            await answered(sandbox, database, port, requests[WARM_UP:])
            spent = cpu_seconds(pid) - before
    return [Result("taps_per_core", CHATS * TAPS / spent, "taps/s", ">= 150")]


async def answered(
    sandbox: processes.SandboxClient, database: Database, port: int, taps: Sequence[bytes]
) -> None:
    async def count() -> int:
        return len(await sandbox.requests("answerCallbackQuery"))

    before = await count()
    await webhook.send(port, iter(taps))
    await emptied(database, "inbox")

    async def all_are() -> bool:
        return await count() >= before + len(taps)

    await until(all_are, within=60)
