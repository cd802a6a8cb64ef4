"""pg_cron itself runs what migrate.py scheduled, as the role and by the socket that we gave it."""

import json

import asyncpg
import pytest

from scripts import cluster
from tests.support import Database, eventually

# A tick is at most a minute away, and two seconds more are for the scheduling.
A_TICK = 90


@pytest.mark.long
async def test_pg_cron_runs_the_jobs_that_a_migration_has_just_scheduled(
    cron_database: Database,
) -> None:
    """In a migration's wake pg_cron 1.4 may miss its schedules: see jobs.apply_schedules."""
    dba = await asyncpg.connect(cron_database.url("tickover_dba"))
    admin = await asyncpg.connect(cron_database.url(cluster.SUPERUSER))
    try:
        jobs = await admin.fetch("select jobname, username, database from cron.job order by 1")
        wanted = await admin.fetch("select name from jobs.schedules() order by 1")
        assert [tuple(row) for row in jobs] == [
            (row["name"], "tickover_cron", cluster.DATABASE) for row in wanted
        ]
        runners = {"expire_due", "expire_due#2", "renew_due", "renew_due#2", "take_snapshots"}
        assert runners <= {row["jobname"] for row in jobs}

        async def ran() -> bool:
            """Both runners of both jobs, and none of them in the other's way."""
            jobs = await dba.fetch(
                "select state, runs_24h from ops.jobs where name in ('expire_due', 'renew_due')"
            )
            return all(job["state"] == "ok" and job["runs_24h"] >= 2 for job in jobs)

        await eventually(ran, within=A_TICK, every=0.5)
        details = await admin.fetch("select distinct status from cron.job_run_details")
        assert {row["status"] for row in details} <= {"succeeded", "running"}
        seen = await dba.fetch("select distinct job from ops.cron_runs where status = 'succeeded'")
        assert {"expire_due", "renew_due"} <= {row["job"] for row in seen}

        # A connection that failed never becomes a run of ours; pg_cron alone knows of it.
        await admin.execute("""
            insert into cron.job_run_details
              (jobid, database, username, command, status, return_message)
            select jobid, database, username, command, 'failed', 'connection failed'
            from cron.job where jobname = 'renew_due';
            truncate jobs.run
        """)
        failed = await dba.fetchrow("select job, status, detail from ops.cron_runs limit 1")
        assert failed
        assert tuple(failed) == ("renew_due", "failed", "connection failed")
        seen = json.loads(await admin.fetchval("select inbox.watch()"))
        (pulse,) = (c["detail"] for c in seen["checks"] if c["name"] == "pg_cron")
        assert pulse.endswith("; pg_cron: connection failed")
    finally:
        await dba.close()
        await admin.close()


# Runs of pg_cron: of two months ago, what could not connect then, and of a week ago until now.
HISTORY = """
insert into cron.job_run_details
  (runid, jobid, database, username, command, status, return_message, start_time, end_time)
select
  n - 1000000, 1, current_database(), 'tickover_cron', 'call jobs.work(''renew_due'')', r.status,
  r.message, r.at, r.at
from generate_series(1, 200000) as n
cross join lateral (
  select case when n between 11 and 20 then 'failed' else 'succeeded' end as status,
    case when n between 11 and 20 then 'connection failed' else '1 row' end as message,
    case
      when n <= 10 then clock_timestamp() - interval '60 days'
      when n > 20 then clock_timestamp() - interval '7 days' * (200001 - n) / 200000
    end as at
) as r;
analyze cron.job_run_details;
"""
READ = """
select pg_stat_get_xact_tuples_returned('cron.job_run_details'::regclass)
  + pg_stat_get_xact_tuples_returned('cron.job_run_details_pkey'::regclass)
"""


@pytest.mark.long
async def test_the_history_of_pg_cron_is_read_and_purged_from_its_ends(
    cron_database: Database,
) -> None:
    """It has a million rows, and `/ready` answers within two seconds also when pg_cron is dead.
    What could not connect has no time."""
    admin = await asyncpg.connect(cron_database.url(cluster.SUPERUSER))
    try:
        async with admin.transaction():
            await admin.execute(HISTORY)
        async with admin.transaction():
            await admin.execute("truncate jobs.run")
            await admin.fetch("select * from jobs.pulse()")
            assert await admin.fetchval(READ) < 5000
        async with admin.transaction():
            await admin.execute("set role tickover_cron")
            done = await admin.fetchval("select (s).done from jobs.purge_cron_history(1000) as s")
            assert done == 20
            assert await admin.fetchval(READ) < 5000
            assert await admin.fetchval("select (s).done from jobs.purge_cron_history(9) as s") == 0
    finally:
        await admin.close()
