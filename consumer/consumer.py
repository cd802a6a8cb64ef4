"""A process that consumes topics: one worker for each, one bell for all, and a heartbeat."""

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

from consumer.bell import Bell
from consumer.message import Handler, Observer
from consumer.session import Session, Unavailable, either, reachable
from consumer.worker import Worker

log = structlog.get_logger(__name__)

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"
VERSION: str = tomllib.loads(_PROJECT.read_text())["project"]["version"]
# How often the process says in the database that it is alive, in seconds; /ready forgives six.
BEAT = 5.0


class Consumer:
    """Consumes the topics that have a handler until told to stop, whatever the database does."""

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
        """After `stop` is set: finishes what is in flight, gives back the rest, and returns."""
        workers = {
            topic: Worker(self._dsn, self._schema, topic, handler, self._observe, stop)
            for topic, handler in self._handlers.items()
        }
        wakes = {f"outbox_{topic}": worker.wake for topic, worker in workers.items()}
        await reachable(self._dsn, f"{self._name} start", stop)
        try:
            async with asyncio.TaskGroup() as tasks:
                bell = tasks.create_task(Bell(self._dsn, self._name, wakes).run())
                tasks.create_task(self._beat(workers, stop))
                tasks.create_task(_wake_at(stop, workers))
                async with asyncio.TaskGroup() as topics:
                    for worker in workers.values():
                        topics.create_task(worker.run())
                bell.cancel()
        except* Unavailable:
            log.warning("stopped without the database; what was leased will be free in time")

    async def _beat(self, workers: Mapping[str, Worker], stop: asyncio.Event) -> None:
        session, id_ = Session(self._dsn, f"{self._name} beat", stop), uuid.uuid4()
        beat = f"select {self._schema}.beat($1, $2, $3, $4, $5)"
        try:
            while not stop.is_set():
                counters = {topic: worker.counters() for topic, worker in workers.items()}
                told = (socket.gethostname(), os.getpid(), VERSION, json.dumps(counters))
                await session.call(beat, id_, *told)
                await either(stop, BEAT)
            await session.call(f"select {self._schema}.leave($1)", id_)
        except Unavailable:
            log.warning("left without a word: the database is away")
        finally:
            session.close()


async def _wake_at(stop: asyncio.Event, workers: Mapping[str, Worker]) -> None:
    """A worker that sleeps must hear that it is over."""
    await stop.wait()
    for worker in workers.values():
        worker.wake()
