"""What holds for every object of ours, read from the catalogue: a new one cannot escape it."""

import pytest

from tests.support import Connection

OURS = """
n.nspname in ('app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'api', 'ops', 'migrate')
"""

# One row for each object that breaks the rule, with its name in the first column.
RULES = {
    "a function says in a comment what it takes and returns": """
        select p.oid::regprocedure from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where {ours} and obj_description(p.oid, 'pg_proc') is null
    """,
    "a relation has a comment": """
        select c.oid::regclass from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where {ours} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
          and obj_description(c.oid, 'pg_class') is null
    """,
    "a schema has a comment": """
        select n.nspname from pg_namespace as n
        where {ours} and obj_description(n.oid, 'pg_namespace') is null
    """,
    "a function has a fixed search_path, unless it commits or is a line to be inlined": """
        select p.oid::regprocedure from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        join pg_language as l on l.oid = p.prolang
        where {ours}
          and not coalesce(p.proconfig, '{{}}') @> array['search_path=pg_catalog, pg_temp']
          and not (p.prokind = 'p' and p.prosrc ~ '\\mcommit\\M')
          and not (l.lanname = 'sql' and not p.prosecdef)
    """,
    "a security definer is in api, inbox, outbox, ops or jobs": """
        select p.oid::regprocedure from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where {ours} and p.prosecdef and n.nspname not in ('api', 'inbox', 'outbox', 'ops', 'jobs')
    """,
    "a security definer is owned by tickover_owner": """
        select p.oid::regprocedure from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where {ours} and p.prosecdef and pg_get_userbyid(p.proowner) <> 'tickover_owner'
    """,
    "PUBLIC executes nothing": """
        select p.oid::regprocedure from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
        where {ours} and a.grantee = 0
    """,
    "PUBLIC reads and writes nothing": """
        select c.oid::regclass from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        cross join lateral aclexplode(c.relacl) as a
        where {ours} and a.grantee = 0
    """,
    "PUBLIC uses no schema of ours": """
        select n.nspname from pg_namespace as n
        cross join lateral aclexplode(n.nspacl) as a
        where {ours} and a.grantee = 0
    """,
    "everything belongs to tickover_owner": """
        select c.oid::regclass from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where {ours} and pg_get_userbyid(c.relowner) <> 'tickover_owner'
    """,
    "Python's roles touch no relation": """
        select c.oid::regclass from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        cross join lateral aclexplode(c.relacl) as a
        where {ours} and pg_get_userbyid(a.grantee) in ('tickover_bot', 'tickover_listener')
    """,
    "money is bigint": """
        select c.oid::regclass::text || '.' || a.attname
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where {ours} and a.attname ~ '(^|_)(amount|balance|balance_after|price)$'
          and a.atttypid not in ('bigint'::regtype, 'bigint[]'::regtype)
    """,
    "a time has a time zone": """
        select c.oid::regclass::text || '.' || a.attname
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where {ours} and a.atttypid = 'timestamp'::regtype
    """,
}


@pytest.mark.parametrize("rule", RULES)
async def test_rule(db: Connection, rule: str) -> None:
    rows = await db.fetch(RULES[rule].format(ours=OURS))
    assert not rows, f"{rule}, but not for: {', '.join(str(row[0]) for row in rows)}"


REAL_TIME = (
    r"(?<!app\.)\m(now|clock_timestamp|statement_timestamp|current_timestamp|current_date)\M"
)


async def test_business_time_is_app_now(db: Connection) -> None:
    """Leases, heartbeats and run histories are kept in outbox and jobs, by the real clock."""
    rows = await db.fetch(
        f"""
        select p.oid::regprocedure as function
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where {OURS}
          and n.nspname not in ('outbox', 'jobs', 'migrate')
          and p.oid <> 'app.now()'::regprocedure
          and regexp_replace(p.prosrc, '--[^\\n]*', '', 'g') ~* $1
        """,
        REAL_TIME,
    )
    assert not rows, [row["function"] for row in rows]
