"""Wakes the workers when there is something to claim."""

import asyncio
import uuid
from collections.abc import Callable, Mapping

import structlog

from consumer.session import backoff, connect, describe, wait
from postgres import Connection

log = structlog.get_logger(__name__)

# A connection that was cut silently, or one through a pooler that drops LISTEN, looks healthy but
# receives nothing. So the notifier notifies itself at this interval, and must receive that within
# the timeout.
HEARTBEAT_INTERVAL = 10.0
HEARTBEAT_TIMEOUT = 5.0


class Notifier:
    """Listens on one connection for all topics of the process."""

    def __init__(self, dsn: str, name: str, wakes: Mapping[str, Callable[[], None]]) -> None:
        self._dsn = dsn
        self._name = f"{name} notifier"
        self._wakes = wakes

    async def run(self) -> None:
        """Runs forever and reconnects after any error: LISTEN has no arguments that could be wrong,
        and without a notifier the workers poll."""
        delays = backoff()
        while True:
            try:
                connection = await connect(self._dsn, self._name)
                try:
                    await self._listen(connection)
                    delays = backoff()
                    await self._stay(connection)
                finally:
                    connection.terminate()
            except Exception as error:
                log.warning("database", session=self._name, error=describe(error))
            await asyncio.sleep(next(delays))

    async def _listen(self, connection: Connection) -> None:
        """Listens first, then wakes all workers: a worker finds what was committed before, and is
        notified of later commits."""
        for channel, wake in self._wakes.items():
            await connection.add_listener(channel, lambda *_, wake=wake: wake())
        for wake in self._wakes.values():
            wake()

    async def _stay(self, connection: Connection) -> None:
        echo, lost = asyncio.Event(), asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        channel = f"tickover_{uuid.uuid4().hex}"
        await connection.add_listener(channel, lambda *_: echo.set())
        while not lost.is_set():
            echo.clear()
            await connection.execute("select pg_notify($1, '')", channel)
            async with asyncio.timeout(HEARTBEAT_TIMEOUT):
                await echo.wait()
            await wait(lost, HEARTBEAT_INTERVAL)
        raise ConnectionError("the connection that listens was closed")
