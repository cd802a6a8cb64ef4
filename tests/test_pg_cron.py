"""pg_cron itself runs what migrate.py scheduled, as the role and by the socket that we gave it."""

import asyncpg

from scripts import cluster
from tests.support import Database, eventually

# A tick is at most a minute away, and two seconds more are for the scheduling.
A_TICK = 90


async def test_pg_cron_runs_the_jobs_that_a_migration_has_just_scheduled(
    cron_database: Database,
) -> None:
    """In a migration's wake pg_cron 1.4 may miss its schedules: see jobs.apply_schedules."""
    dba = await asyncpg.connect(cron_database.url("tickover_dba"))
    admin = await asyncpg.connect(cron_database.url(cluster.SUPERUSER))
    try:
        jobs = await admin.fetch("select jobname, username, database from cron.job order by 1")
        assert [tuple(row) for row in jobs] == [
            (name, "tickover_cron", cluster.DATABASE)
            for name in ("expire_due", "purge_cron_history", "purge_history", "take_snapshots")
        ]

        async def ran() -> bool:
            state = await dba.fetchval("select state from ops.jobs where name = 'expire_due'")
            return bool(state == "ok")

        await eventually(ran, within=A_TICK, every=0.5)
        details = await admin.fetch("select distinct status from cron.job_run_details")
        assert {row["status"] for row in details} <= {"succeeded", "running"}
    finally:
        await dba.close()
        await admin.close()
