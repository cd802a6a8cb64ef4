"""The sandbox on a real port, with the clients that the shop would use against it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import web

from sandbox.server import serving
from sandbox.settings import SandboxSettings
from tests.support import ANN, PATIENCE

TOKEN = "100200300:sandbox"


@dataclass
class Sandbox:
    """A running sandbox: its control API, and the bot that Ann talks to."""

    url: str
    http: httpx.AsyncClient
    bot: Bot

    async def get(self, path: str, **query: Any) -> Any:
        return (await self.http.get(f"/sandbox/{path}", params=query)).raise_for_status().json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        return (await self.http.post(f"/sandbox/{path}", json=body)).raise_for_status().json()

    async def faults(self, **faults: Any) -> None:
        (await self.http.put("/sandbox/faults", json=faults)).raise_for_status()

    async def meet(self, chat_id: int = ANN, text: str = "/start", **profile: str) -> None:
        """Lets a person write, so that the bot may answer."""
        profile = {"first_name": "Ann", "username": "ann", "language_code": "en", **profile}
        await self.post(f"chats/{chat_id}/messages", {"text": text, "from": profile})

    async def group(self, chat_id: int, **state: Any) -> None:
        """Makes or changes one; see sandbox/README.md."""
        answer = await self.http.put(f"/sandbox/groups/{chat_id}", json=state)
        assert answer.is_success, answer.text

    async def messages(self, chat_id: int = ANN) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.get(f"chats/{chat_id}"))["messages"]
        return messages


@asynccontextmanager
async def sandbox(**settings: Any) -> AsyncIterator[Sandbox]:
    async with serving(SandboxSettings.bare(**settings)) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        # Closed below aiogram, which would wait a quarter of a second for TLS that is not there.
        async with (
            httpx.AsyncClient(base_url=url, trust_env=False) as http,
            await session.create_session(),
        ):
            yield Sandbox(url, http, Bot(TOKEN, session=session))


@dataclass
class Receiver:
    """A webhook: keeps what came, and answers as it was told, else 200."""

    url: str = ""
    got: list[web.Request] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        async with self._came:
            self.got.append(request)
            self.raw.append(raw)
            with suppress(ValueError, RecursionError):
                self.bodies.append(json.loads(raw))
            self._came.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait(self, count: int, within: float = PATIENCE) -> None:
        """Until so many requests have come in all."""
        async with self._came, asyncio.timeout(within):
            await self._came.wait_for(lambda: len(self.got) >= count)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    listening = Receiver()
    app = web.Application()
    app.router.add_post("/{tail:.*}", listening.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        yield listening
    finally:
        await runner.cleanup()


@asynccontextmanager
async def checking_out(sandbox: Sandbox, **answer: Any) -> AsyncIterator[list[Update]]:
    """A bot that answers checkouts as told; gives the updates it has seen."""
    seen: list[Update] = []

    async def serve() -> None:
        offset = 0
        while True:
            for update in await sandbox.bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                seen.append(update)
                if update.pre_checkout_query and answer:
                    await sandbox.bot.answer_pre_checkout_query(
                        update.pre_checkout_query.id, **answer
                    )

    serving = asyncio.create_task(serve())
    try:
        yield seen
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
