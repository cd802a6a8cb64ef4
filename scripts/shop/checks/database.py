"""The database: logins, migrations, pg_cron, rights, sequences, and whether the shop is open."""

import ssl
from collections.abc import Sequence
from datetime import timedelta

import asyncpg

import migrate
from migration.history import refuse
from postgres import ERRORS, connect, servers
from scripts.database import password_variable
from scripts.runbook import what_to_do
from scripts.shop.checks.base import (
    CONNECT_WITHIN,
    Finding,
    Shop,
    Unknown,
    broken,
    checks,
    ok,
    warning,
)
from scripts.shop.config import DATABASE, MIGRATOR, POOLED, POOLER, ROLES, ConfigError
from startup import MOVABLE

MIGRATE = "python -m scripts.shop start migrate"
SETUP = "python -m scripts.shop setup"
# A tick comes each minute; a database that is starting may miss one.
LAST_TICK = timedelta(minutes=3)


async def logins(shop: Shop) -> list[Finding]:
    """Each role, with its password."""
    return await _connecting(shop, ROLES, DATABASE) or ok(f"{len(ROLES)} roles connect")


async def pooler(shop: Shop) -> list[Finding]:
    """The roles that connect through it."""
    if not shop.config.get(POOLER):
        return ok("programs connect to PostgreSQL itself")
    roles = sorted(POOLED)
    return await _connecting(shop, roles, POOLER) or ok(f"{len(roles)} roles connect through it")


async def _connecting(shop: Shop, roles: Sequence[str], at: str) -> list[Finding]:
    """What keeps roles from connecting. One that nobody answers is enough to know."""
    found: list[Finding] = []
    for role in roles:
        try:
            connection = await connect(shop.config.url(role, at), timeout=CONNECT_WITHIN)
            connection.terminate()
        except ConfigError as error:
            found += broken(str(error), SETUP)
        except OSError as error:
            return broken(*_away(shop.config.get(at) or "", at, error))
        except ValueError as error:  # an address that is none
            return broken(f"{at}: {error}".splitlines()[0], f"correct {at}")
        except ERRORS as error:
            text = f"{role}: {error or type(error).__name__}".splitlines()[0]
            found += broken(text, _mend(role, at, error))
    return found


def _away(address: str, at: str, error: OSError) -> tuple[str, str]:
    """What is wrong, and what fixes it, where PostgreSQL did not come to say anything."""
    places = servers(address)
    where = " or ".join(f"{place.host or 'the socket'}:{place.port}" for place in places)
    if isinstance(error, ssl.SSLCertVerificationError):
        text = f"the certificate of PostgreSQL at {where} is refused: {error.verify_message}"
        return text, f"correct sslrootcert and sslmode in {at}, or the server's ssl_cert_file"
    if isinstance(error, ssl.SSLError) or "SSL" in str(error):
        text = f"no TLS with PostgreSQL at {where}: {error}".splitlines()[0]
        return text, f"correct sslmode in {at}, or ssl = on and ssl_cert_file of the server"
    if len(places) > 1:
        return str(error), f"start the primary or promote a standby, or correct {at}"
    if at == POOLER:
        return f"the pooler does not answer at {where}", f"start it, or correct {at}"
    return f"PostgreSQL does not answer at {where}", f"start PostgreSQL, or correct {at}"


def _mend(role: str, at: str, error: Exception) -> str:
    if at == POOLER:
        return f"give the pooler what it needs: see PgBouncer in docs/scaling.md; or correct {at}"
    match error:
        case asyncpg.InvalidPasswordError():
            return f"{SETUP} gives the role the password of {password_variable(role)}"
        case asyncpg.InvalidAuthorizationSpecificationError():
            return f"{SETUP} creates the role; or add it to pg_hba.conf"
        case asyncpg.InvalidCatalogNameError():
            return f"correct {at}, or restore the database"
        case asyncpg.InsufficientPrivilegeError():
            return "psql -f sql/bootstrap.sql, as an administrator, gives it the right to connect"
        case asyncpg.TooManyConnectionsError():
            return "pg_stat_activity shows who has them; raise max_connections, restart PostgreSQL"
        case asyncpg.CannotConnectNowError():
            return "wait until PostgreSQL has started; its log says what it does"
        case asyncpg.PostgresError():
            return "PostgreSQL's log says more"
        case _:
            return f"correct {at}"


async def migrations(shop: Shop) -> list[Finding]:
    try:
        files, state = await migrate.inspect(shop.config.url(MIGRATOR), report=lambda _: None)
        refuse(files, state, ())
    except migrate.MigrateError as error:
        return broken(str(error).splitlines()[0], f"{SETUP}, or read docs/migrations.md")
    except ERRORS as error:
        raise Unknown(f"tickover_migrator does not connect: {error}") from None
    todo = migrate.pending(files, state)
    if todo:
        return broken(f"{len(todo)} of {len(files)} files are to be applied", MIGRATE)
    return ok(f"{len(files)} files at head")


async def sandbox(shop: Shop) -> list[Finding]:
    """A sandbox's clock moves, and its payments are not real."""
    if await shop.ask(MOVABLE):
        return broken(
            "the clock of this database can be moved: it belongs to a sandbox",
            "set the shop up in another database; nothing of this one is real",
        )
    return ok("the clock is the server's")


async def shop(shop: Shop) -> list[Finding]:
    row = (await shop.rows("select s.state, s.held_because from ops.shop as s"))[0]
    if row["state"] == "held":
        return broken(
            f"the shop is held: {row['held_because']}",
            what_to_do("shop"),
        )
    waits = await shop.rows(
        "select r.waits_for from ops.restores as r where r.caught_up_at is null"
    )
    if waits:
        names = ", ".join(waits[0]["waits_for"] or ())
        return warning(
            f"restored, and no saved card is charged until the lists of {names} were read",
            "select * from ops.restores; ops.reconcile('...', '<its taken_at>') reads one anew",
        )
    return ok("open")


async def cron(shop: Shop) -> list[Finding]:
    """pg_cron has our jobs, reaches this server, and ran a minute ago."""
    if not await shop.ask("select exists (select from pg_extension where extname = 'pg_cron')"):
        return broken("pg_cron is not in this database: no job runs", SETUP)
    lost, elsewhere = await _scheduled(shop)
    if elsewhere:
        return broken(
            f"{elsewhere} jobs of pg_cron go to another server or port, as after a restore",
            f"{MIGRATE} schedules them here",
        )
    if lost:
        return broken(f"{lost} jobs are not scheduled", MIGRATE)
    return await _ticks(shop)


async def _scheduled(shop: Shop) -> tuple[int, int]:
    """How many jobs are not scheduled, and how many are scheduled for elsewhere. The look at the
    node schedules a job and rolls that back, so it is no reading transaction."""
    async with shop.database(MIGRATOR) as connection:
        await connection.execute("set default_transaction_read_only = off; set role tickover_cron")
        row = await connection.fetchrow(
            """
            select
              (select count(*) from jobs.schedules() as s
               where s.name not in (select c.jobname from cron.job as c)) as lost,
              (select count(*) from cron.job as c, jobs.cron_node() as n
               where (c.nodename, c.nodeport, c.database)
                 is distinct from (n.name, n.port, current_database())) as elsewhere
            """
        )
    assert row
    return row["lost"], row["elsewhere"]


async def _ticks(shop: Shop) -> list[Finding]:
    last = await shop.rows(
        """select r.status, r.detail, clock_timestamp() - r.started_at as ago
           from ops.cron_runs as r where r.started_at is not null or r.status = 'failed' limit 20"""
    )
    failed = [row["detail"] for row in last if row["status"] == "failed"]
    if last and len(failed) * 2 > len(last):
        return broken(
            f"pg_cron fails: {failed[0].strip()}",
            "pg_hba.conf needs `local <database> tickover_cron peer map=tickover` above the other "
            "local lines, pg_ident.conf `tickover postgres tickover_cron`; then pg_reload_conf()",
        )
    ago = min((row["ago"] for row in last if row["ago"] is not None), default=None)
    overdue = await shop.rows("select o.name from ops.overdue_jobs as o order by 1")
    if overdue and (ago is None or ago > LAST_TICK):
        since = "at all" if ago is None else f"for {ago.total_seconds() / 60:.0f} minutes"
        return broken(
            f"pg_cron has not run {since}: its launcher may have ended",
            "restart PostgreSQL: systemctl restart postgresql",
        )
    return ok("has not run yet" if ago is None else f"ran {ago.total_seconds():.0f} s ago")


async def jobs(shop: Shop) -> list[Finding]:
    rows = await shop.rows(
        """select j.name, j.state, j.last_error from ops.jobs as j
           where j.state in ('overdue', 'failed', 'flag off', 'disabled') order by 1"""
    )
    found = []
    for row in rows:
        if row["state"] in ("flag off", "disabled"):
            text = f"{row['name']} is switched off"
            found += warning(text, "app.flags and jobs.jobs say which; switch it on again")
        else:
            why = f": {row['last_error']}" if row["last_error"] else ""
            found += broken(f"{row['name']} is {row['state']}{why}", "select * from ops.jobs")
    return found or ok("each job ran in its time")


async def rights(shop: Shop) -> list[Finding]:
    rows = await shop.rows("select u.subject, u.why from ops.unclassified as u order by 1")
    strong = await shop.rows(
        """select r.rolname as name from pg_roles as r
           where r.rolname like 'tickover\\_%'
             and (r.rolsuper or r.rolcreaterole or r.rolbypassrls)"""
    )
    found = [
        *(
            it
            for row in strong
            for it in broken(
                f"{row['name']} may do more than its work",
                f"alter role {row['name']} nosuperuser nocreaterole nobypassrls",
            )
        ),
        *(it for row in rows for it in warning(f"{row['subject']}: {row['why']}", MIGRATE)),
    ]
    return found or ok("each role may do its work and no more")


async def sequences(shop: Shop) -> list[Finding]:
    rows = await shop.rows("select s.sequence from ops.sequences() as s where s.used > s.drawn")
    if rows:
        names = ", ".join(row["sequence"] for row in rows)
        return broken(f"behind the ids in use: {names}", "select * from ops.fix_sequences()")
    return ok("ahead of the ids in use")


async def collation(shop: Shop) -> list[Finding]:
    """Indexes of texts are in the order of the system's library, which an upgrade of the system may
    change: then a payment or a code that is there is not found, or is taken twice."""
    rows = await shop.rows(
        """select quote_ident(d.datname) as name, d.datcollversion as made_with,
             pg_database_collation_actual_version(d.oid) as here
           from pg_database as d
           where d.datname = current_database()
             and d.datcollversion <> pg_database_collation_actual_version(d.oid)"""
    )
    found = []
    for row in rows:
        found += broken(
            f"texts are sorted as of collation {row['made_with']}, and the system has "
            f"{row['here']}: indexes may not find what is there",
            f"reindex database concurrently {row['name']}; then "
            f"alter database {row['name']} refresh collation version",
        )
    return found or ok("indexes are in the order of this system")


async def zones(shop: Shop) -> list[Finding]:
    """Whoever chose a zone that an upgrade of the system took away has the hours of UTC."""
    rows = await shop.rows(
        """select z.name, count(*) as users
           from (
             select u.timezone as name from app.users as u
             union all select s.value #>> '{}' from app.settings as s where s.name = 'timezone'
           ) as z
           where z.name not in (select n.name from pg_timezone_names as n)
           group by z.name order by z.name"""
    )
    if rows:
        names = ", ".join(row["name"] for row in rows)
        return broken(
            f"PostgreSQL does not know the time zone {names}: its hours are those of UTC",
            "apt-get install tzdata-legacy where PostgreSQL runs, restart it; or choose another",
        )
    return ok("PostgreSQL knows each that was chosen")


CHECKS = checks(
    *(logins, pooler, migrations, sandbox, shop, cron, jobs, rights, sequences, collation, zones)
)
