"""Who returns to the shop when."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from simulation.calm.person import Life, Person
from simulation.cron import EVER


@dataclass(order=True)
class Visit:
    at: datetime
    number: int
    person: Person = field(compare=False)
    life: Life = field(compare=False)


class Schedule:
    """A notice calls users earlier than they had planned to come."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._current: dict[int, Visit] = {}
        self._numbers = count()

    def put(self, at: datetime, person: Person, life: Life) -> None:
        visit = Visit(at, next(self._numbers), person, life)
        self._current[person.telegram_id] = visit
        heapq.heappush(self._visits, visit)

    def call(self, telegram_id: int, at: datetime) -> None:
        visit = self._current.get(telegram_id)
        if visit and visit.at > at:
            self.put(at, visit.person, visit.life)

    def next_at(self) -> datetime:
        self._drop_outdated()
        return self._visits[0].at if self._visits else EVER

    def due(self, now: datetime) -> Iterator[Visit]:
        while self.next_at() <= now:
            visit = heapq.heappop(self._visits)
            del self._current[visit.person.telegram_id]
            yield visit

    def _drop_outdated(self) -> None:
        while (
            self._visits
            and self._current.get(self._visits[0].person.telegram_id) is not self._visits[0]
        ):
            heapq.heappop(self._visits)
