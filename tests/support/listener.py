"""The real listener in a process of its own, between a real database and the sandbox."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support import ANN, Connection, Database, Process
from tests.support.sandbox import TOKEN, Sandbox

PANEL_KEY = "a key of the panel"


@dataclass
class ListenerShop:
    """A shop without a bot: its database, its panel, and Ann, who has a free trial."""

    db: Connection
    database: Database
    sandbox: Sandbox
    spawn: Callable[..., Process]

    def listener(self, *arguments: str, **changes: object) -> Process:
        settings = {
            "DATABASE_URL": self.database.url("tickover_listener"),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API": self.sandbox.url,
            "PANEL_KEYS": json.dumps({"main": PANEL_KEY}),
            **{name: str(value) for name, value in changes.items()},
        }
        return self.spawn(*(arguments or ("listener.py",)), env=settings)

    async def start_trial(self) -> None:
        await self.sandbox.meet()
        hashed = bytes(24) + ANN.to_bytes(8)
        await self.db.execute("select api.start($1, $2, 'ann', 'Ann', 'en')", ANN, hashed)
        row = await self.db.fetchrow("select * from api.start_trial($1)", ANN)
        assert row is not None
        assert row["outcome"] == "started"

    async def users(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = await self.sandbox.get("panel/users")
        return shown

    async def access(self) -> dict[str, Any]:
        row = await self.db.fetchrow(
            "select o.*, a.uuid, a.link from ops.access as o"
            " join vpn.access as a on a.id = o.access_id"
        )
        assert row is not None
        return dict(row)

    async def is_applied(self) -> bool:
        access = await self.access()
        return bool(access["applied_generation"] == access["desired_generation"])

    async def notify(self, text: str = "trial-ended") -> None:
        args = {"ended_at": {"time": "2027-01-31T22:30:00+00:00"}}
        await self.db.execute(
            "select app.notify(u.id, $1, $2) from app.users as u", text, json.dumps(args)
        )

    async def notices(self) -> list[str]:
        messages = await self.sandbox.messages()
        return [message["text"] for message in messages if message["from"] == "bot"]

    async def is_quiet(self) -> bool:
        """Nothing waits for the listener, and nothing is in flight."""
        quiet: bool = await self.db.fetchval(
            """select not exists (
                 select from outbox.lanes as l join outbox.topics as t on t.name = l.topic
                 where t.consumer = 'listener' and (l.waiting > 0 or l.token is not null))"""
        )
        return quiet

    async def hurry(self) -> None:
        """Leases that tests can wait for."""
        await self.db.execute(
            """update outbox.topics set call_timeout = '1 s', lease = '2 s',
                 backoff_min = '50 ms', backoff_max = '100 ms', lane_spacing = '10 ms'"""
        )


async def ends(process: Process) -> int:
    return await asyncio.to_thread(process.popen.wait, 20)
