"""The database's figures for Prometheus. Names, meanings and values come from the view ops.metrics,
so a new figure is a line of SQL."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import nan
from operator import itemgetter
from typing import Any, TypeAlias

from prometheus_client.core import Metric
from prometheus_client.registry import Collector

Figure: TypeAlias = tuple[str, str, str, dict[str, str], float]
"""Name, type, help, labels, value."""

# What is unknown while the database does not answer, instead of being absent: an alert waits for
# it.
UNKNOWN: tuple[Figure, ...] = tuple(
    (name, "gauge", "Unknown: the database does not answer.", {}, nan)
    for name in ("tickover_alarms", "tickover_checks_unknown")
)


def figures(found: str) -> list[Figure]:
    """Reads the result of `select jsonb_agg(m) from api.metrics() as m`. JSON has no NaN and no
    infinity: there these are texts."""
    rows: list[dict[str, Any]] = json.loads(found)
    return [
        (row["name"], row["type"], row["help"], row["labels"], float(row["value"])) for row in rows
    ]


class Figures(Collector):
    """At each scrape, shows what `ask` returns. If `ask` fails, it reports that itself and returns
    UNKNOWN."""

    def __init__(self, ask: Callable[[], Iterable[Figure]]) -> None:
        self._ask = ask

    def describe(self) -> Iterable[Metric]:
        """Returns nothing, so that registering does not ask."""
        return ()

    def collect(self) -> Iterator[Metric]:
        for (name, kind, text), rows in groupby(self._ask(), key=itemgetter(0, 1, 2)):
            metric = Metric(name, text, kind)
            suffix = "_total" if kind == "counter" else ""
            for *_, labels, value in rows:
                metric.add_sample(name + suffix, labels, value)
            yield metric
