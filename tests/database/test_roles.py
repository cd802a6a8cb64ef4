"""What each login role cannot do, tried on a connection of that role: SQLSTATE 42501 every time.

The lists of what to try come from the catalogue, so that a new table or function is tried as well.
"""

import re
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from tests.support import Connection, Database, bootstrap

Connect = Callable[..., Awaitable[Connection]]

REFUSED = "42501"
STORE = """
select inbox.receive_events('inbox', 'telegram', '{1}', '{null}', '{7}', array[$1::bytea], '{true}')
"""

# Python's roles, and pg_cron's: which functions they may execute, by schema and name, of those with
# rights of their own: the others are what these are made of. What stores an update says which money
# came.
ROOMS = {
    "tickover_bot": {"api": "[^_]", "admin": "[^_]", "inbox": "(?!_|receive|refuse)"},
    "tickover_payments": {"inbox": "receive|refuse"},
    "tickover_listener": {"outbox": "[^_]"},
    "tickover_page": {"page": "[^_]"},
    "tickover_cron": {"jobs": "[^_]"},
}
# pg_cron runs these as its role.
RUN_AS_CALLER = ("work", "purge_cron_history", "apply_schedules", "cron_node")
READERS = ("tickover_dba", "tickover_operator")
EVERYBODY = (*ROOMS, *READERS)

PERSONAL = {
    "app.users": ["identity_hash"],
    "app.telegram_identities": ["telegram_id", "username", "first_name"],
    "app.blocked": ["telegram_id"],
    "app.erasures": ["telegram_id"],
    "app.start_links": ["code"],
    "app.conversations": ["telegram_id", "chat_id", "data"],
    "app.export_slices": ["rows"],
    "billing.trials": ["identity_hash"],
    "app.owner_links": ["code_hash"],
    "billing.gift_codes": ["code_hash"],
    "billing.subscription_names": ["name"],
    "billing.invoices": ["token", "url"],
    "billing.orders": ["token"],
    "billing.payment_methods": ["external_id", "title"],
    "billing.personal_prices": ["reason"],
    "billing.provider_transactions": ["key"],
    "billing.settled_differences": ["reason"],
    "billing.requisites_shown": ["chat_id"],
    "billing.former_customers": ["identity_hash"],
    "billing.former_promo_uses": ["identity_hash"],
    "billing.withdrawal_drafts": ["token", "masked", "sealed"],
    "billing.withdrawals": ["token", "masked", "sealed"],
    "inbox.events": ["headers", "lane", "raw"],
    "inbox.money_events": ["telegram_id", "invoice_payload", "details"],
    "inbox.refused_bodies": ["body"],
    "inbox.unqueued": ["lane"],
    "outbox.lanes": ["lane"],
    "outbox.messages": ["lane", "payload"],
    "outbox.dead_letters": ["lane", "payload"],
    "support.company_requests": ["company", "contact", "comment"],
    "support.messages": ["body", "chat_id", "message_id"],
    "support.posts": ["chat_id"],
    "vpn.access": ["uuid", "former", "link", "links", "subscription_url"],
    "vpn.page_devices": ["device_hash", "name"],
    "vpn.devices": ["device_id", "name"],
    "vpn.former_access": ["uuid"],
    "vpn.observed": ["account", "key", "uuid"],
    "vpn.panel_checks": ["uuid"],
    "vpn.subscription_addresses": ["token"],
}

RELATIONS = """
select c.oid::regclass::text as name
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where pg_get_userbyid(n.nspowner) = 'tickover_owner'
  and n.nspname <> 'sandbox'
  and strpos($1, c.relkind::text) > 0
order by 1
"""

# Every routine as a statement that calls it with nulls: rights are looked at before arguments.
CALLS = """
select
  n.nspname as schema,
  p.proname as name,
  p.provolatile = 'v' or p.prosecdef as does_more_than_read,
  p.prosecdef as has_rights,
  format(
    case p.prokind when 'p' then 'call %s(%s)' else 'select %s(%s)' end,
    p.oid::regproc,
    (
      select string_agg(
        case when p.provariadic <> 0 and t.n = p.pronargs then 'variadic ' else '' end
          || 'null::' || format_type(t.oid, null),
        ', ' order by t.n
      )
      from unnest(p.proargtypes::oid[]) with ordinality as t (oid, n)
    )
  ) as statement
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where pg_get_userbyid(n.nspowner) = 'tickover_owner'
  and n.nspname <> 'sandbox'
  and p.prorettype <> 'trigger'::regtype
order by 1, 2
"""


def is_room(role: str, call: asyncpg.Record) -> bool:
    """Whether the function is one of those that the role is there for."""
    pattern = ROOMS[role].get(call["schema"])
    is_entry = call["has_rights"] or (call["schema"] == "jobs" and call["name"] in RUN_AS_CALLER)
    return is_entry and pattern is not None and re.match(pattern, call["name"]) is not None


async def sqlstate(connection: Connection, statement: str) -> str | None:
    """The error that a statement ends with; None when it is done (and undone)."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(statement)
    except asyncpg.PostgresError as error:
        return error.sqlstate
    finally:
        await transaction.rollback()
    return None


async def not_refused(connection: Connection, statements: list[str]) -> list[str]:
    return [s for s in statements if await sqlstate(connection, s) != REFUSED]


async def relations(db: Connection, kinds: str) -> list[str]:
    return [row["name"] for row in await db.fetch(RELATIONS, kinds)]


@pytest.mark.parametrize("role", ROOMS)
async def test_reads_and_writes_no_table(db: Connection, connect: Connect, role: str) -> None:
    statements = [
        statement
        for name in await relations(db, "rpvm")
        for statement in (
            f"select from {name}",
            f"insert into {name} default values",
            f"delete from {name}",
            f"truncate {name}",
        )
    ]
    assert len(statements) > 100
    connection = await connect(role)
    # A page's transactions are read-only, which would be the reason given first.
    await connection.execute("set default_transaction_read_only = off")
    assert await not_refused(connection, statements) == []


@pytest.mark.parametrize("role", ROOMS)
async def test_uses_no_sequence(db: Connection, connect: Connect, role: str) -> None:
    statements = [f"select nextval('{name}')" for name in await relations(db, "S")]
    assert statements
    assert await not_refused(await connect(role), statements) == []


@pytest.mark.parametrize("role", ROOMS)
async def test_executes_what_it_was_granted_alone(
    db: Connection, connect: Connect, role: str
) -> None:
    elsewhere = [c["statement"] for c in await db.fetch(CALLS) if not is_room(role, c)]
    assert len(elsewhere) > 50
    assert await not_refused(await connect(role), elsewhere) == []


@pytest.mark.parametrize("role", ROOMS)
async def test_may_execute_all_that_it_was_granted(db: Connection, role: str) -> None:
    refused = await db.fetch(
        """
        select n.nspname as schema, p.proname as name, p.prosecdef as has_rights,
          p.oid::regprocedure::text as signature
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname = any ($2)
          and p.prorettype <> 'trigger'::regtype
          and not (
            has_function_privilege($1, p.oid, 'execute')
            and has_schema_privilege($1, n.oid, 'usage')
          )
        """,
        role,
        sorted(ROOMS[role]),
    )
    assert [call["signature"] for call in refused if is_room(role, call)] == []


async def test_each_python_role_does_its_work(connect: Connect) -> None:
    """That what is granted is not closed to those who have it."""
    payments, bot = await connect("tickover_payments"), await connect("tickover_bot")
    assert await payments.fetchval(STORE, b"{}") == 1
    assert await bot.fetch("select * from api.plans(7)") == []
    cron = await connect("tickover_cron")
    await cron.execute("call jobs.work('expire_due')")


PAID = """{"message": {"from": {"id": 7}, "successful_payment": {
  "currency": "RUB", "total_amount": 14900, "telegram_payment_charge_id": "c1"}}}"""


async def test_a_hole_in_a_handler_books_no_money(db: Connection, connect: Connect) -> None:
    """Whatever it calls as tickover_bot: money is what was stored as it came, by somebody else."""
    bot, payments = await connect("tickover_bot"), await connect("tickover_payments")
    ann = await bot.fetchval("select user_id from api.start(7, $1, '', 'Ann', 'en')", bytes(32))
    book = "select outcome, amount from api.book_payment('telegram', 'c1')"
    balance = "select billing.balance_of($1, 'RUB')"

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await bot.execute(STORE, PAID.encode())
    assert await bot.fetch(book) == []
    assert await db.fetchval(balance, ann) == 0

    await payments.execute(STORE, PAID.encode())
    assert [tuple(row) for row in await bot.fetch(book)] == [("credited_without_order", 14900)]
    assert [tuple(row) for row in await bot.fetch(book)] == [("repeated", 14900)]
    assert await db.fetchval(balance, ann) == 14900


@pytest.mark.parametrize("role", EVERYBODY)
async def test_makes_nothing(database: Database, connect: Connect, role: str) -> None:
    bootstrap(database)  # a clone has not its template's rights on the database
    connection = await connect(role)
    await connection.execute("set default_transaction_read_only = off")
    assert (
        await not_refused(
            connection,
            [
                "create schema mine",
                "create table public.mine (n integer)",
                "create temporary table mine (n integer)",
                "create table api.mine (n integer)",
                "create function outbox.mine() returns void language sql as ''",
                "create or replace function api.metrics() returns void language sql as ''",
                "create or replace view ops.invariants as select 1",
                "alter table ledger.entries disable trigger all",
                "drop table app.audit",
                "create role mine",
                "alter role tickover_bot superuser",
                "create extension dblink",
                "copy (select 1) to program 'true'",
                "select pg_read_file('postgresql.conf')",
            ],
        )
        == []
    )


@pytest.mark.parametrize("role", EVERYBODY)
async def test_becomes_nobody_else(db: Connection, connect: Connect, role: str) -> None:
    others = await db.fetch(
        """
        select r.rolname as name
        from pg_roles as r
        where (r.rolname like 'tickover\\_%' or r.rolsuper)
          and r.rolname <> $1
          and not ($1 = 'tickover_operator' and r.rolname = 'tickover_dba')
        """,
        role,
    )
    assert len(others) > 4
    connection = await connect(role)
    for verb in ("set role", "set session authorization"):
        assert await not_refused(connection, [f"{verb} {row['name']}" for row in others]) == []


@pytest.mark.long
@pytest.mark.parametrize("role", READERS)
async def test_readers_read_everything_but_personal_data(
    db: Connection, connect: Connect, role: str
) -> None:
    columns = await db.fetch(
        """
        select c.oid::regclass::text as relation, a.attname as name
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('r', 'p', 'v', 'm')
          and n.nspname in (
            'app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'support', 'broadcast',
            'ops'
          )
        """
    )
    connection = await connect(role)
    wrong = []
    for relation, name in columns:
        personal = name in PERSONAL.get(relation, [])
        state = await sqlstate(connection, f"select {name} from {relation} limit 0")
        if state != (REFUSED if personal else None):
            wrong.append(f"{relation}.{name}: {state}")
    assert wrong == []
    tried = {(relation, name) for relation, name in columns}
    assert {(table, name) for table, names in PERSONAL.items() for name in names} <= tried


@pytest.mark.parametrize("role", READERS)
async def test_readers_run_every_view(db: Connection, connect: Connect, role: str) -> None:
    """A view reads tables with its owner's rights, but calls functions with those of its reader."""
    connection = await connect(role)
    wrong = {}
    for name in await relations(db, "v"):
        if state := await sqlstate(connection, f"select * from {name}"):
            wrong[name] = state
    assert wrong == {}


@pytest.mark.parametrize("role", READERS)
async def test_readers_change_nothing(db: Connection, connect: Connect, role: str) -> None:
    connection = await connect(role)
    await connection.execute("set default_transaction_read_only = off")
    statements = [
        statement
        for name in await relations(db, "rp")
        for statement in (
            f"insert into {name} default values",
            f"delete from {name}",
            f"truncate {name}",
            f"lock table {name} in exclusive mode",
        )
    ]
    assert await not_refused(connection, statements) == []


@pytest.mark.parametrize(
    ("role", "granted"), [("tickover_dba", set()), ("tickover_operator", {"ops"})]
)
async def test_readers_execute_what_reads(
    db: Connection, connect: Connect, role: str, granted: set[str]
) -> None:
    """Functions that change nothing and have no rights of their own stand behind the views."""
    calls = [
        call["statement"]
        for call in await db.fetch(CALLS)
        if (call["schema"] not in granted and call["does_more_than_read"])
        or call["name"].startswith("_")
    ]
    assert len(calls) > 50
    connection = await connect(role)
    await connection.execute("set default_transaction_read_only = off")
    assert await not_refused(connection, calls) == []


async def test_the_operator_moves_money_and_time_by_the_functions_of_ops_alone(
    db: Connection, connect: Connect
) -> None:
    """With a reason, and under the operator's own name."""
    bot, operator = await connect("tickover_bot"), await connect("tickover_operator")
    ann = await bot.fetchval("select user_id from api.start(7, $1, '', 'Ann', 'en')", bytes(32))
    assert await operator.fetchval("select ops.find_user(7)") == ann
    for call in ("ops.credit($1, 500, 'sorry')", "ops.grant_days($1, 7, 'sorry')"):
        assert await operator.fetchval(f"select {call} ->> 'outcome'", ann) in (
            "credited",
            "extended",
        )
    assert len(await operator.fetch("select * from ops.statement($1)", ann)) == 2
    actors = await db.fetchval("select array_agg(distinct o.actor) from billing.operations as o")
    assert actors == ["operator:tickover_operator"]
    with pytest.raises(asyncpg.PostgresError) as refused:
        await operator.fetchval("select ops.debit($1, 500, '')", ann)
    assert refused.value.sqlstate == "TK061"


async def test_the_dba_reads_statements_and_moves_nothing(connect: Connect) -> None:
    dba = await connect("tickover_dba")
    assert await dba.fetch("select * from ops.statement(1)") == []
    assert await dba.fetch("select * from ops.suspense, ops.refunds_to_send") == []
    await dba.execute("set default_transaction_read_only = off")
    for call in ("credit(1, 1, 'x')", "refund(1, 1, 'x')", "find_user(7)"):
        assert await sqlstate(dba, f"select ops.{call}") == REFUSED


async def test_nobody_logs_in_as_the_owner(database: Database) -> None:
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
        await asyncpg.connect(database.url("tickover_owner"))


async def test_the_migrator_becomes_the_owner(connect: Connect) -> None:
    migrator = await connect("tickover_migrator")
    assert await sqlstate(migrator, "set role tickover_owner") is None
    assert await sqlstate(migrator, "set role postgres") == REFUSED
