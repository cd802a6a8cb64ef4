"""Webhooks of the payment providers: repeated until they are answered with 2xx, or given up."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx

from sandbox.faults import FaultInjector, PaymentFaults


@dataclass
class ProviderWebhook:
    """One provider's webhook. After a number of failed repeats it is off, as at Crypto Pay."""

    client: httpx.AsyncClient
    backoff_cap: float
    url: str | None
    faults: FaultInjector
    target: str
    repeats: int = 17
    disabled: bool = False
    held: list[Callable[[], None]] = field(default_factory=list)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _waiting: int = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way, and not only to be tried again later."""
        return len(self._running) > self._waiting

    def point_to(self, url: str | None) -> None:
        self.url = url
        self.disabled = False

    def send(
        self,
        body: bytes,
        headers: dict[str, str],
        *,
        copies: int = 1,
        done: Callable[[], None] | None = None,
        url: str | None = None,
        forged: bool = False,
    ) -> None:
        """Starts a delivery in the background, unless a fault is in its way. `url` is one that the
        shop has named with the thing itself. Who forges one does not send it again, and what
        becomes of it is nothing to the provider."""
        faults: PaymentFaults = getattr(self.faults.now, self.target)
        address = self.url or url
        if faults.no_webhook or address is None or self.disabled:
            return

        def deliver() -> None:
            for _ in range(copies * (2 if faults.duplicate_webhook else 1)):
                self._start(self._deliver(address, body, headers, done, forged))

        if faults.hold_webhooks:
            self.held.append(deliver)
        else:
            deliver()

    def release(self) -> None:
        """Sends held webhooks, the newest first, because providers promise no order."""
        held, self.held = self.held, []
        for deliver in reversed(held):
            deliver()

    def _start(self, delivery: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(delivery)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _deliver(
        self,
        url: str,
        body: bytes,
        headers: dict[str, str],
        done: Callable[[], None] | None,
        forged: bool,
    ) -> None:
        headers = {"content-type": "application/json", **headers}
        for attempt in range(1 if forged else self.repeats + 1):
            if attempt > 0:
                await self._pause(min(2.0 ** (attempt - 1), self.backoff_cap))
            try:
                answer = await self.client.post(url, content=body, headers=headers)
                if answer.is_success:
                    if done:
                        done()
                    return
            except httpx.HTTPError:
                pass
        self.disabled = self.disabled or not forged

    async def _pause(self, seconds: float) -> None:
        self._waiting += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
