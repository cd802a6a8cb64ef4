"""What the dashboard shows: queries over the views of ops, each a table on a page of its own.

Times are the database's, in UTC. Nothing here names a person: the role may not read that.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A page: the key that opens it, a word for it, its title, and what it reads."""

    key: str
    name: str
    title: str
    query: str


SHOP = """
select
  s.state,
  coalesce(s.held_because, '') as because,
  to_char(app.now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as at,
  (select count(*) from ops.alarms as a where a.state = 'broken') as alarms,
  (select count(*) from ops.alarms as a where a.state = 'unknown') as unknown,
  coalesce((
    select string_agg(distinct concat_ws(
      ' ', c.name, c.version, case when not c.alive then '(gone)' end
    ), ', ')
    from ops.consumers as c
  ), 'no program takes messages') as programs
from ops.shop as s
"""

QUEUES = View(
    "q",
    "queues",
    "queues",
    """
select
  o.topic, coalesce(o.destination, 'main') as destination, o.state, o.messages as waits,
  coalesce(o.retrying, 0) as retry, date_trunc('second', o.late_by) as late, o.dead,
  coalesce(o.pause_reason, o.failing_with) as why
from ops.outbox as o
order by o.state = 'flowing', o.late_by desc nulls last, o.messages desc, 1, 2
""",
)
LANES = View(
    "l",
    "lanes",
    "lanes",
    """
select
  l.topic, l.destination, l.subject, l.state, l.messages as waits, l.head, l.waits_for as age,
  l.attempts as tries, l.next_in as next, l.last_error
from ops.lanes as l
limit 200
""",
)
DEAD = View(
    "x",
    "dead",
    "dead letters",
    """
select
  d.id, d.topic, d.destination, d.kind, d.subject, d.reason, d.error,
  date_trunc('second', d.buried_at) as buried_at
from ops.dead_letters as d
limit 200
""",
)
JOBS = View(
    "j",
    "jobs",
    "jobs",
    """
select
  j.name, j.state, j.last_run_ago as ago, j.took_ms as ms, j.done, j.parked,
  j.failures_24h as failed, j.last_error
from ops.jobs as j
order by
  j.state not in ('failed', 'overdue', 'flag off'), j.state = 'never ran', j.last_run_ago, j.name
""",
)
ALARMS = View(
    "a",
    "alarms",
    "alarms",
    """
select
  a.name, a.state, date_trunc('second', clock_timestamp() - a.broken_since) as since, a.detail
from ops.alarms as a
order by a.state, a.broken_since desc, a.name
""",
)
DUE = View(
    "d",
    "due",
    "due in the next hours",
    """
select
  to_char(d.from_at at time zone 'UTC', 'HH24:MI') as hour, d.renewals, d.ends, d.begins,
  d.notices, d.broadcasts
from ops.due as d
""",
)
MONEY = View("m", "money", "money today, minor units", "select m.* from ops.money_today as m")
TABLES = View(
    "t",
    "tables",
    "tables",
    """
select
  t.name, t.rows, t.dead_rows as dead, pg_size_pretty(t.bytes) as size,
  pg_size_pretty(t.grew_1d) as grew_1d, pg_size_pretty(t.grew_7d) as grew_7d, t.vacuumed_at
from ops.tables as t
""",
)

OVERVIEW = (QUEUES, JOBS, ALARMS, DUE, MONEY)
PAGES = (
    ALARMS,
    QUEUES,
    LANES,
    DEAD,
    JOBS,
    View("p", "parked", "parked rows", "select p.* from ops.parked as p limit 200"),
    View("s", "stuck", "what waits for a person", "select s.* from ops.stuck as s"),
    DUE,
    MONEY,
    TABLES,
    View("k", "locks", "who waits for a lock", "select k.* from ops.locks as k"),
    View("v", "versions", "programs and their versions", "select c.* from ops.consumers as c"),
)
