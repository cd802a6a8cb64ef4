"""A process that consumes topics: one worker per topic, one notifier for all of them, and a
heartbeat."""

import asyncio
import json
import os
import socket
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import structlog

from consumer.message import Handler, Observer
from consumer.notifier import Notifier
from consumer.session import Session, Unavailable, wait, wait_until_reachable
from consumer.worker import Worker

log = structlog.get_logger(__name__)

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"
VERSION: str = tomllib.loads(_PROJECT.read_text())["project"]["version"]
# How often the process sends a heartbeat, in seconds; /ready tolerates six missed ones.
HEARTBEAT_INTERVAL = 5.0


class Consumer:
    """Consumes the topics that have a handler until it is told to stop, whatever the database
    does."""

    def __init__(
        self,
        dsn: str,
        *,
        schema: Literal["outbox", "inbox"],
        name: str,
        handlers: Mapping[str, Handler],
        observe: Observer | None = None,
    ) -> None:
        self._dsn = dsn
        self._schema = schema
        self._name = name
        self._handlers = handlers
        self._observe = observe

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set, then finishes what is in flight and gives back the rest."""
        workers = {
            topic: Worker(self._dsn, self._schema, topic, handler, self._observe, stop)
            for topic, handler in self._handlers.items()
        }
        wakes = {f"outbox_{topic}": worker.wake for topic, worker in workers.items()}
        await wait_until_reachable(self._dsn, f"{self._name} start", stop)
        try:
            async with asyncio.TaskGroup() as tasks:
                notifier = tasks.create_task(Notifier(self._dsn, self._name, wakes).run())
                tasks.create_task(self._heartbeat(workers, stop))
                tasks.create_task(_wake_at(stop, workers))
                async with asyncio.TaskGroup() as topics:
                    for worker in workers.values():
                        topics.create_task(worker.run())
                notifier.cancel()
        except* Unavailable:
            log.warning("stopped without the database; leases expire")

    async def _heartbeat(self, workers: Mapping[str, Worker], stop: asyncio.Event) -> None:
        session, id_ = Session(self._dsn, f"{self._name} heartbeat", stop), uuid.uuid4()
        heartbeat = f"select {self._schema}.heartbeat($1, $2, $3, $4, $5)"
        try:
            while not stop.is_set():
                counters = {topic: worker.counters() for topic, worker in workers.items()}
                state = (socket.gethostname(), os.getpid(), VERSION, json.dumps(counters))
                await session.call(heartbeat, id_, *state)
                await wait(stop, HEARTBEAT_INTERVAL)
            await session.call(f"select {self._schema}.deregister($1)", id_)
        except Unavailable:
            log.warning("did not deregister: the database is away")
        finally:
            session.close()


async def _wake_at(stop: asyncio.Event, workers: Mapping[str, Worker]) -> None:
    """Wakes sleeping workers, so that they notice the stop."""
    await stop.wait()
    for worker in workers.values():
        worker.wake()
