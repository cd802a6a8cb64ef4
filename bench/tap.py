"""How long a user waits for the answer to a tap, in a shop that is not busy."""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import cycle, islice
from typing import Any

from bench import processes, webhook
from bench.harness import Database, Result, ThrowawayServer, percentile, until

CHATS = 50
TAPS = 1000
WARM_UP = 100
# Taps come at this rate whether or not the last one was answered, so that a stall shows in all taps
# that it affects.
PACE = 0.05
SCREENS = ("go:menu", "go:plans", "plan:1", "go:profile")
# Far from the ids that the emulated Telegram gives its own updates.
FIRST_UPDATE = 1 << 40


async def tap(server: ThrowawayServer) -> Sequence[Result]:
    """Tap: from the webhook's first byte to the edit's arrival at the emulated Telegram."""
    async with server.database() as database, processes.sandbox(server) as sandbox:
        await sandbox.faults(rate=0, chat_rate=0)
        async with processes.bot(server, database, sandbox.url) as (port, _):
            screens = await acquainted(sandbox, database, CHATS)
            sent = await taps(port, screens)
            waits = await answered(sandbox, sent)
    return [
        Result("tap_p50_ms", percentile(waits, 50), "ms", "< 15"),
        Result("tap_p99_ms", percentile(waits, 99), "ms", "< 60"),
    ]


async def acquainted(
    sandbox: processes.SandboxClient, database: Database, count: int
) -> dict[int, int]:
    """Creates users with a trial and an open screen; returns its message id by chat."""
    chats = range(1, 1 + count)
    for chat in chats:
        await sandbox.meet(chat)

    async def all_greeted() -> bool:
        return len(await sandbox.requests("sendMessage")) >= count

    await until(all_greeted)
    async with database.connect() as connection:
        await connection.execute("select api.start_trial(telegram_id) from app.telegram_identities")
    return {chat: await newest_message(sandbox, chat) for chat in chats}


async def newest_message(sandbox: processes.SandboxClient, chat: int) -> int:
    messages = (
        (await sandbox.http.get(f"/sandbox/chats/{chat}")).raise_for_status().json()["messages"]
    )
    number: int = messages[-1]["message_id"]
    return number


async def taps(port: int, screens: Mapping[int, int]) -> Sequence[tuple[int, float]]:
    """Taps in one chat after the other, from screen to screen; returns chats and times in order."""
    loop, sent = asyncio.get_running_loop(), []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    start = loop.time()
    for n, chat in enumerate(islice(cycle(screens), WARM_UP + TAPS)):
        body = callback(n, chat, screens[chat], SCREENS[n // CHATS % len(SCREENS)])
        await asyncio.sleep(start + n * PACE - loop.time())
        sent.append((chat, time.time()))
        writer.write(body)
        if not (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("a tap was not taken")
    writer.close()
    return sent


def callback(n: int, chat: int, message_id: int, data: str) -> bytes:
    """The request with which Telegram reports a tap."""
    person = {"id": chat, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    message = {
        "message_id": message_id,
        "date": 1_800_000_000,
        "chat": {"id": chat, "first_name": "Ann", "type": "private"},
        "text": "screen",
    }
    query = {"id": f"{FIRST_UPDATE + n}", "from": person, "chat_instance": "1", "data": data}
    update = {"update_id": FIRST_UPDATE + n, "callback_query": {**query, "message": message}}
    return webhook.update(json.dumps(update).encode())


async def answered(
    sandbox: processes.SandboxClient, sent: Sequence[tuple[int, float]]
) -> Sequence[float]:
    """Returns milliseconds from each tap to its answer; the n-th edit in a chat answers its n-th
    tap."""

    async def all_answered() -> bool:
        return len(await sandbox.requests("answerCallbackQuery")) >= len(sent)

    await until(all_answered, within=60)
    edits: defaultdict[int, deque[dict[str, Any]]] = defaultdict(deque)
    for edit in await sandbox.requests("editMessageText"):
        edits[edit["chat_id"]].append(edit)
    answers = [edits[chat].popleft() for chat, _ in sent]
    if any(edits.values()) or any(answer["status"] != 200 for answer in answers):
        raise RuntimeError("not every tap was answered by one edit")
    times = [datetime.fromisoformat(answer["time"]).timestamp() for answer in answers]
    waits = [(at - tapped) * 1000 for at, (_, tapped) in zip(times, sent, strict=True)]
    return waits[WARM_UP:]
