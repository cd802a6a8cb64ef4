"""jobs.work: batches that commit, failures that keep what was done, runs that a crash cut off."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from tests.support import Connection, eventually

Connect = Callable[..., Awaitable[Connection]]

# A job of these tests: marks the waiting rows of a table, and fails where it is told to.
SAMPLE = """
create table public.sample (
  id integer primary key, poison boolean not null default false, done boolean not null default false
);
create function jobs.sample(p_limit integer) returns jobs.step
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids integer[];
begin
  select array_agg(d.id) into v_ids
  from (select s.id from public.sample as s where not s.done order by s.id limit p_limit) as d;
  perform pg_advisory_xact_lock(s.id) from public.sample as s where s.id = any (v_ids);
  update public.sample as s set done = true
  where s.id = any (v_ids) and 1 / (not s.poison)::integer = 1;
  return (coalesce(cardinality(v_ids), 0), 0, coalesce(cardinality(v_ids), 0) = p_limit);
end
$$;
grant execute on function jobs.sample(integer) to tickover_cron;
select jobs.register('sample', '* * * * *', 50, 'A job of the tests.', 'expiry', 10);
insert into public.sample (id) select generate_series(1, 25);
"""


@pytest.fixture
async def cron(db: Connection, connect: Connect) -> Connection:
    await db.execute(SAMPLE)
    return await connect("tickover_cron")


async def runs(db: Connection) -> list[tuple[object, ...]]:
    rows = await db.fetch(
        "select status, batches, done, error from jobs.run where job = 'sample' order by id"
    )
    return [tuple(row) for row in rows]


async def test_works_until_nothing_is_due(db: Connection, cron: Connection) -> None:
    await cron.execute("call jobs.work('sample')")
    assert await runs(db) == [("ok", 3, 25, None)]
    assert await db.fetchval("select count(*) from public.sample where done") == 25


async def test_batches_before_a_failing_one_stay(db: Connection, cron: Connection) -> None:
    await db.execute("update public.sample set poison = true where id = 15")
    await cron.execute("call jobs.work('sample')")
    assert await runs(db) == [("failed", 1, 10, "22012: division by zero")]
    assert await db.fetchval("select max(id) from public.sample where done") == 10


async def test_a_flag_that_is_off_is_recorded_and_nothing_moves(
    db: Connection, cron: Connection
) -> None:
    await db.execute("update app.flags set enabled = false where name = 'expiry'")
    await cron.execute("call jobs.work('sample')")
    assert await runs(db) == [("skipped", 0, 0, None)]
    assert await db.fetchval("select count(*) from public.sample where done") == 0


async def test_an_unknown_job_is_an_error(cron: Connection) -> None:
    with pytest.raises(asyncpg.PostgresError) as error:
        await cron.execute("call jobs.work('nobody')")
    assert error.value.sqlstate == "TK040"


async def test_a_run_that_was_cut_off_is_closed_by_the_next(
    db: Connection, connect: Connect, cron: Connection
) -> None:
    """Its first batch stands, its second one waits for our lock when its backend is shot."""
    await db.execute("select pg_advisory_lock(12)")
    work = asyncio.create_task(cron.execute("call jobs.work('sample')"))

    async def waits_for_us() -> int | None:
        pid: int | None = await db.fetchval(
            "select pid from pg_locks where locktype = 'advisory' and objid = 12 and not granted"
        )
        return pid

    pid = await eventually(waits_for_us)
    await db.execute("select pg_terminate_backend($1)", pid)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await work
    assert await runs(db) == [("running", 1, 10, None)]

    async def is_gone() -> bool:
        gone: bool = await db.fetchval(
            "select not exists (select from pg_stat_activity where pid = $1)", pid
        )
        return gone

    await eventually(is_gone)
    await db.execute("select pg_advisory_unlock(12)")
    again = await connect("tickover_cron")
    await again.execute("call jobs.work('sample')")
    assert await runs(db) == [
        ("failed", 1, 10, "interrupted: its backend is gone"),
        ("ok", 2, 15, None),
    ]


async def test_history_is_purged_after_its_time(db: Connection, connect: Connect) -> None:
    cron = await connect("tickover_cron")
    await db.execute(
        """insert into jobs.run (job, status, started_at, finished_at)
           select 'expire_due', 'ok', clock_timestamp() - age, clock_timestamp() - age
           from unnest(array[interval '31 days', '29 days']) as age"""
    )
    await cron.execute("call jobs.work('purge_history')")
    await cron.execute("call jobs.work('purge_cron_history')")
    await cron.execute("call jobs.work('purge_orders')")
    assert await db.fetchval("select count(*) from jobs.run where job = 'expire_due'") == 1
    assert await db.fetchval("select bool_and(state = 'ok') from ops.jobs where name like 'purge%'")


async def test_a_run_leaves_a_trace_though_its_first_batch_is_cancelled(
    db: Connection, cron: Connection
) -> None:
    """A statement_timeout is no error that `others` catches."""
    await db.execute("select pg_advisory_lock(1)")
    await cron.execute("set statement_timeout = '300ms'; set lock_timeout = 0")
    await cron.execute("call jobs.work('sample')")
    assert await runs(db) == [
        ("failed", 0, 0, "57014: canceling statement due to statement timeout")
    ]


async def test_a_run_is_there_while_its_first_batch_works(
    db: Connection, connect: Connect, cron: Connection
) -> None:
    """And when its backend dies, the watch closes it: nobody has to run that job again."""
    await db.execute("select pg_advisory_lock(1)")
    work = asyncio.ensure_future(cron.execute("call jobs.work('sample')"))

    async def is_seen() -> bool:
        return await runs(db) == [("running", 0, 0, None)]

    await eventually(is_seen)
    watch = await connect("tickover_cron")
    await watch.execute("call jobs.work('watch_jobs')")
    assert await is_seen(), "it is alive"

    await db.execute("select pg_terminate_backend($1)", cron.get_server_pid())
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await work

    async def is_closed() -> bool:
        await watch.execute("call jobs.work('watch_jobs')")
        return await runs(db) == [("failed", 0, 0, "interrupted: its backend is gone")]

    await eventually(is_closed)


async def test_a_pid_that_somebody_else_has_now_is_no_life(
    db: Connection, cron: Connection
) -> None:
    await db.execute(
        "insert into jobs.run (job, status, started_at) values ('sample', 'running', now())"
    )
    await cron.execute("call jobs.work('sample')")
    assert await runs(db) == [
        ("failed", 0, 0, "interrupted: its backend is gone"),
        ("ok", 3, 25, None),
    ]


async def test_runners_that_find_the_same_dead_run_do_not_wait_for_each_other(
    db: Connection, connect: Connect, cron: Connection
) -> None:
    """The first batch of one of them takes long, and the other has nothing to do with it."""
    await db.execute(
        "insert into jobs.run (job, status, pid, started_at) values ('sample', 'running', 0, now())"
    )
    await db.execute("select pg_advisory_lock(1)")
    first = asyncio.ensure_future(cron.execute("call jobs.work('sample')"))

    async def waits_for_us() -> bool:
        waits: bool = await db.fetchval(
            "select exists (select from pg_locks where objid = 1 and not granted)"
        )
        return waits

    await eventually(waits_for_us)
    second = await connect("tickover_cron")
    await second.execute("set lock_timeout = '300ms'")
    assert await second.fetchval("select jobs.start_run('sample')")
    await db.execute("select pg_advisory_unlock(1)")
    await first


async def test_an_alarm_holds_no_admin_until_all_promises_are_checked(
    db: Connection, connect: Connect
) -> None:
    """The look after the one that raised an alarm takes long; the admin's lane is free."""
    await db.execute("""
        update vpn.panels set enabled = true;
        insert into app.users (identity_hash, role, created_at)
        values (sha256('admin'), 'owner', now());
        insert into app.telegram_identities (user_id, telegram_id, updated_at)
        select id, 900, now() from app.users;
        create or replace view ops.violations_of_queues as
        select 'messages_wait_in_their_lane'::text as invariant, 'a lane'::text as subject
        union all
        select 'events_are_processed', pg_advisory_xact_lock(n)::text from (values (7)) as v (n);
        select pg_advisory_lock(7);
    """)
    cron = await connect("tickover_cron")
    work = asyncio.ensure_future(cron.execute("call jobs.work('check_invariants')"))

    async def waits_for_us() -> bool:
        waits: bool = await db.fetchval(
            "select exists (select from pg_locks where objid = 7 and not granted)"
        )
        return waits

    await eventually(waits_for_us)
    assert await db.fetchval("select name from jobs.alarms") == "messages_wait_in_their_lane"
    admin = await connect()
    await admin.execute("set lock_timeout = '300ms'")
    await admin.execute("select * from outbox.lanes where lane = '900' for update")

    # Cancelled, it does not hide the ones that come after it.
    await db.execute("select pg_cancel_backend($1)", cron.get_server_pid())
    await work
    rows = await db.fetch("""
        select name, c.state, c.detail from ops.check_definitions join ops.checks as c using (name)
        where checked = 'hour' and c.state <> 'ok' order by 1
    """)
    assert [tuple(row)[:2] for row in rows] == [
        ("events_are_processed", "unknown"),
        ("messages_wait_in_their_lane", "broken"),
    ]
    assert rows[0]["detail"].startswith("57014")
    assert await db.fetchval("select status from jobs.run where job = 'check_invariants'") == "ok"


async def test_reapplying_a_panel_waits_for_nobody_and_leaves_nobody_out(
    db: Connection, connect: Connect
) -> None:
    await db.execute("""
        insert into vpn.panels (code, kind, base_url, enabled)
        values ('tap', 'xray-api', 'http://panel', false);
        update app.settings set value = '"basic"' where name = 'trial_plan';
        do $$ begin
          for n in 1..5 loop
            perform api.start(n, sha256(n::text::bytea), null, 'Ann', 'en'), api.start_trial(n);
          end loop;
        end $$;
        update vpn.access as a set applied_generation = d.generation
        from vpn.desired as d where d.subscription_id = a.subscription_id;
        select ops.reapply(code) from vpn.panels;
    """)
    ids = [row["id"] for row in await db.fetch("select id from billing.subscriptions order by id")]
    customer = await connect()
    transaction = customer.transaction()
    await transaction.start()
    locks = "select from vpn.desired where subscription_id = $1 for no key update"
    await customer.execute(locks, ids[2])
    cron = await connect("tickover_cron")
    await cron.execute("set lock_timeout = '300ms'")
    await cron.execute("call jobs.work('reapply_access')")
    pushed = """
        select array_agg(subscription_id order by subscription_id) from ops.access
        where applied_generation < desired_generation
    """
    assert await db.fetchval(pushed) == ids[:2]
    await transaction.rollback()
    await cron.execute("call jobs.work('reapply_access')")
    assert await db.fetchval(pushed) == ids
    assert await db.fetch("select * from ops.reapplies") == []
