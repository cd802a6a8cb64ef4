"""plpgsql_check reads every function with all its warnings on, and finds nothing.

It does so where pg_cron is, because functions of jobs speak of its tables.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support import Connection, Database

FINDINGS = """
select
  format('%s:%s', f.function, coalesce(c.lineno, 0)) as place,
  concat_ws(' ', c.level, c.sqlstate, c.message, c.detail, c.hint, c.query) as finding
from (
  -- A trigger function is read once for each relation that it serves.
  select p.oid, coalesce(t.tgrelid, 0) as relation, p.oid::regprocedure as function,
    t.tgoldtable, t.tgnewtable
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
  join pg_language as l on l.oid = p.prolang
  left join pg_trigger as t on t.tgfoid = p.oid
  where l.lanname = 'plpgsql'
    and pg_get_userbyid(p.proowner) = 'tickover_owner'
    and n.nspname not like 'pg\\_%'
) as f
cross join lateral plpgsql_check_function_tb(
  f.oid::regprocedure, f.relation::regclass,
  oldtable => f.tgoldtable, newtable => f.tgnewtable,
  fatal_errors => false, other_warnings => true, extra_warnings => true,
  performance_warnings => true, security_warnings => true
) as c
-- Version 2.10 also judges what a function is declared. format() is STABLE because of what it could
-- be given, and here it is given text; a function that reads the clock itself is STABLE on purpose.
where c.message not like 'routine is marked as % but expression is %'
order by 1
"""


@pytest.fixture
async def checked(cron_database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(cron_database.url())
    yield connection
    await connection.close()


async def test_there_are_no_findings(checked: Connection) -> None:
    rows = await checked.fetch(FINDINGS)
    assert not rows, "\n".join(f"{row['place']}: {row['finding']}" for row in rows)

    # The check is alive: it sees a function that cannot run.
    await checked.execute(
        """
        create function billing.broken() returns void language plpgsql as
        $$ begin perform missing from billing.nowhere; end $$;
        alter function billing.broken() owner to tickover_owner
        """
    )
    found = [row["place"] for row in await checked.fetch(FINDINGS)]
    assert found
    assert all(place.startswith("billing.broken") for place in found)
