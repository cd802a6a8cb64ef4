"""Who returns to the shop when."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from simulation.calm.person import Life, Person
from simulation.cron import EVER


@dataclass(order=True)
class Return:
    at: datetime
    number: int
    person: Person = field(compare=False)
    life: Life = field(compare=False)


class Schedule:
    """A notice calls users earlier than they had planned to come."""

    def __init__(self) -> None:
        self._returns: list[Return] = []
        self._current: dict[int, Return] = {}
        self._numbers = count()

    def put(self, at: datetime, person: Person, life: Life) -> None:
        one = Return(at, next(self._numbers), person, life)
        self._current[person.telegram_id] = one
        heapq.heappush(self._returns, one)

    def call(self, telegram_id: int, at: datetime) -> None:
        one = self._current.get(telegram_id)
        if one and one.at > at:
            self.put(at, one.person, one.life)

    def next_at(self) -> datetime:
        self._drop_outdated()
        return self._returns[0].at if self._returns else EVER

    def due(self, now: datetime) -> Iterator[Return]:
        while self.next_at() <= now:
            one = heapq.heappop(self._returns)
            del self._current[one.person.telegram_id]
            yield one

    def _drop_outdated(self) -> None:
        while (
            self._returns
            and self._current.get(self._returns[0].person.telegram_id) is not self._returns[0]
        ):
            heapq.heappop(self._returns)
