"""A test has a database as if it were the first to have it."""

import psycopg
import pytest

from tests.support import ANN, BOB, Clock, Database, execute
from tests.support.races import Connect, Tap, expire
from tests.support.rewind import Rewind

# What a database holds, but for what PostgreSQL counts on its own.
TABLES = """
select c.oid::regclass::text
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
order by 1
"""
ROWS = "select t::text from {} as t order by 1"
SEQUENCES = "select * from pg_sequences order by schemaname, sequencename"
TRIGGERS = (
    "select t.tgrelid::regclass::text, t.tgname, t.tgenabled from pg_trigger as t order by 1, 2"
)


def contents(database: Database) -> dict[str, object]:
    with psycopg.connect(database.url(), autocommit=True) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        return {
            "sequences": connection.execute(SEQUENCES).fetchall(),
            "triggers": connection.execute(TRIGGERS).fetchall(),
            **{name: connection.execute(ROWS.format(name).encode()).fetchall() for name in tables},
        }


@pytest.mark.long
async def test_nothing_is_left_of_a_test(
    database: Database, connect: Connect, clock: Clock
) -> None:
    rewind, before = Rewind(database.url()), contents(database)
    for round_ in range(2):
        outside = await connect()
        tap = Tap(await connect("tickover_bot"), outside)
        await tap.start(ANN)
        await tap.pay(ANN, "a charge")
        await tap.buy(ANN, await tap.order(ANN))
        await tap.start(BOB)
        await tap.trial(BOB)
        clock.advance("40 days")
        await outside.execute("update app.settings set value = '\"UTC\"' where name = 'timezone'")
        await outside.execute("delete from app.role_permissions")
        assert (await expire(outside))[0]
        after = contents(database)
        changed = {name for name in before if before[name] != after[name]}
        assert changed > {
            *("ledger.entries", "ledger.accounts", "billing.periods", "app.users", "app.audit"),
            *("app.settings", "app.role_permissions", "sandbox.clock", "sequences"),
        }
        assert rewind.rewind(), f"round {round_}"
        assert contents(database) == before


@pytest.mark.parametrize(
    "change",
    [
        "create table app.one_more (id bigint)",
        "create or replace function app.now() returns timestamptz language sql as 'select now()'",
        "drop trigger entries_are_append_only on ledger.entries",
        "alter table app.users add column one_more bigint",
        "comment on table app.users is 'others'",
        "grant select on app.users to tickover_bot",
        "analyze app.settings",
        "alter database {} set timezone = 'Europe/Moscow'",
        "alter database {} connection limit 50",
        "create index on app.users (created_at)",
        "create policy of_all on app.users",
        """insert into app.audit (at, actor, action, subject, subject_id)
           select now(), 'system', repeat('x', 400), 'user', 1 from generate_series(1, 10000)""",
    ],
)
def test_what_cannot_be_taken_back_ends_it(database: Database, change: str) -> None:
    rewind = Rewind(database.url())
    execute(database.url(), change.format(database.name))
    assert not rewind.rewind()


def test_who_is_still_connected_is_thrown_out(database: Database) -> None:
    rewind = Rewind(database.url())
    with psycopg.connect(database.url()) as forgotten:
        forgotten.execute("delete from app.role_permissions")
        assert rewind.rewind()
        with pytest.raises(psycopg.OperationalError):
            forgotten.commit()
    execute(database.url(), "do $$ begin assert exists (select from app.role_permissions); end $$")
