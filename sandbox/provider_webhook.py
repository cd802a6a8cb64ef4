"""Webhooks of the payment providers: sent again until they are answered with 2xx, or given up."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class ProviderWebhook:
    """One provider's webhook. After so many failed repeats it is off, as at Crypto Pay."""

    client: httpx.AsyncClient
    backoff_cap: float
    url: str | None
    repeats: int = 17
    disabled: bool = False
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def point_to(self, url: str | None) -> None:
        self.url = url
        self.disabled = False

    def send(self, body: bytes, headers: dict[str, str]) -> None:
        """Starts a delivery in the background."""
        if self.url is not None and not self.disabled:
            self._start(self._deliver(self.url, body, headers))

    def _start(self, delivery: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(delivery)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _deliver(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        headers = {"content-type": "application/json", **headers}
        for attempt in range(self.repeats + 1):
            try:
                answer = await self.client.post(url, content=body, headers=headers)
                if answer.is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(min(2.0**attempt, self.backoff_cap))
        self.disabled = True

    async def close(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
