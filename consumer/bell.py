"""Hears that there is something to claim."""

import asyncio
import uuid
from collections.abc import Callable, Mapping

import structlog

from consumer.session import Connection, backoff, connect, described, either

log = structlog.get_logger(__name__)

# A connection that was cut without a word, or one through a pooler that swallows LISTEN, looks well
# and hears nothing; so it has to hear itself, this often and within that.
HEARTBEAT = 10.0
ECHO_TIMEOUT = 5.0


class Bell:
    """LISTENs on one connection for all topics of the process."""

    def __init__(self, dsn: str, name: str, wakes: Mapping[str, Callable[[], None]]) -> None:
        self._dsn = dsn
        self._name = name
        self._wakes = wakes

    async def run(self) -> None:
        """For ever; a lost connection is made again, whatever the database said: there is nothing
        in LISTEN that could be wrong, and without a bell the poll finds what is there."""
        delays = backoff()
        while True:
            try:
                connection = await connect(self._dsn, f"{self._name} bell")
                try:
                    await self._listen(connection)
                    delays = backoff()
                    await self._stay(connection)
                finally:
                    connection.terminate()
            except Exception as error:
                log.warning("database", session=f"{self._name} bell", error=described(error))
            await asyncio.sleep(next(delays))

    async def _listen(self, connection: Connection) -> None:
        """First listens, then lets everybody look: what was committed before is found, what comes
        after is heard."""
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
            async with asyncio.timeout(ECHO_TIMEOUT):
                await echo.wait()
            await either(lost, HEARTBEAT)
        raise ConnectionError("the connection that listens was closed")
