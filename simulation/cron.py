"""When the jobs run: the role of pg_cron, on a clock that is moved."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

MINUTE = timedelta(minutes=1)
NEVER, EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
# These jobs change nothing, and two of them take longer than all the others together, so they run
# less often.
SELDOM = {
    "check_invariants": "7 5 * * 0",
    "check_history": "11 4 * * 0",
    "purge_history": "17 5 * * *",
    "purge_cron_history": "23 5 * * *",
}


class Cron:
    """The jobs of a shop and their next runs: minutes and hours of their schedules."""

    def __init__(self, schedules: Mapping[str, str], now: datetime) -> None:
        self._schedules = schedules
        self._next = {name: following(schedule, now) for name, schedule in schedules.items()}
        self.each_minute = [name for name, times in schedules.items() if times.startswith("* *")]

    def next_at(self) -> datetime:
        """For a job that does not run every minute."""
        return min(at for name, at in self._next.items() if name not in self.each_minute)

    def due(self, now: datetime) -> list[str]:
        due = [name for name, at in self._next.items() if at <= now]
        for name in due:
            self._next[name] = following(self._schedules[name], now)
        return due


def following(schedule: str, now: datetime) -> datetime:
    minute, hour, *days, weekday = schedule.split()
    assert days == ["*", "*"], f"schedule {schedule}: days of the month are not understood here"
    at = now.replace(second=0, microsecond=0) + MINUTE
    while not all(
        _is_at(wanted, there)
        for wanted, there in ((minute, at.minute), (hour, at.hour), (weekday, at.isoweekday() % 7))
    ):
        at += MINUTE
    return at


def _is_at(wanted: str, there: int) -> bool:
    """Whether a number is within what cron calls 7, *, */15 or 3-59/15."""
    span, _, step = wanted.partition("/")
    first, _, last = ("0", "-", "59") if span == "*" else span.partition("-")
    return int(first) <= there <= int(last or first) and (there - int(first)) % int(step or 1) == 0
