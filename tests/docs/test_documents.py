"""What the documents name is there: files, links, headings, names of the database, tests.

And a stranger finds answers: questions, with the file that answers each.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from tests.support import REPOSITORY, Connection

# What was changed is history, and tables are described by themselves.
HISTORY = {"CHANGELOG.md"}
LEFT_OUT = re.compile(r"(^|/)(\.|build/|docs/schema/)")
ARCHITECTURE = (REPOSITORY / "ARCHITECTURE.md").read_text()

SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
ROW_OF_ERROR = re.compile(r"^\| (TK\d{3}) \| (.+) \|$", re.MULTILINE)
IN_DATABASE = re.compile(
    r"((?:app|ledger|billing|vpn|inbox|outbox|jobs|support|api|ops|migrate)(?:\.[a-z_]+){1,2})(?:\(.*\))?"
)

QUESTIONS = {
    "Where does an update come in?": "bot/ingress.py",
    "Where is a tap on Buy answered?": "bot/handlers/purchase.py",
    "When is a subscription charged, and for how much?": (
        "sql/functions/billing/renewal/plan_renewals.sql"
    ),
    "What does a payment do that arrives?": "sql/functions/billing/payments/receive_payment.sql",
    "How does money move?": "sql/functions/ledger/post.sql",
    "What happens when a panel never confirms what was paid?": (
        "sql/functions/billing/delivery/refund_undelivered.sql"
    ),
    "What runs every minute?": "sql/jobs/expire_due.sql",
    "When is a message tried again, and when given up?": (
        "sql/functions/outbox/internal/settlement/_retry.sql"
    ),
    "Which payment method is charged for a renewal?": (
        "sql/functions/billing/methods/plan_charge.sql"
    ),
    "What is sent to a VPN panel?": "gateways/vpn/port.py",
    "What happens when a panel has lost accounts?": (
        "sql/functions/vpn/reconciliation/compare_scan.sql"
    ),
    "What does an app get at the address of a subscription?": "web/lists.py",
    "Where is the text of a notice?": "texts/en/notices.ftl",
    "Who may read which column?": "sql/functions/ops/rights/apply_grants.sql",
    "What is checked in a running shop?": "sql/functions/ops/invariants/invariant_definitions.sql",
    "Which columns has a table now?": "docs/schema/billing.md",
}

# Which of our packages and programs each may import; nobody may import those that are not here.
PRODUCT = {
    "bot": {
        "consumer",
        "figures",
        "error_reports",
        "gateways",
        "http_server",
        "logs",
        "migration",
        "postgres",
        "providers",
        "settings",
        "startup",
        "texts",
        "watchdog",
    },
    "consumer": {"gateways", "postgres"},
    "figures": set[str](),
    "gateways": {"postgres", "settings", "texts"},
    "listener": {
        *("consumer", "error_reports", "figures", "gateways", "logs", "providers"),
        *("settings", "startup", "texts", "watchdog"),
    },
    "error_reports": {"startup"},
    "http_server": set[str](),
    "logs": set[str](),
    "migrate": {"migration", "settings"},
    "migration": {"postgres"},
    "one_process": {"bot", "http_server", "listener", "settings", "startup", "web"},
    "postgres": set[str](),
    "providers": {"gateways", "settings"},
    "settings": set[str](),
    "startup": {"consumer", "postgres"},
    "texts": set[str](),
    "watchdog": {"consumer", "gateways"},
    "web": {"error_reports", "http_server", "logs", "postgres", "settings", "startup", "texts"},
}
BESIDE = {
    "sandbox": {"settings"},
    "scripts": {
        *("gateways", "migrate", "migration", "postgres", "providers", "settings", "startup"),
        "texts",
    },
}
APART = {"bench", "sandbox", "scripts", "simulation", "tests"}


@cache
def files() -> frozenset[str]:
    """Every file and folder of the repository, relative to it."""
    found = set()
    for path in REPOSITORY.rglob("*"):
        parts = path.relative_to(REPOSITORY).parts
        is_hidden = parts[0].startswith(".") and (len(parts) > 1 or path.is_dir())
        if not is_hidden and "__pycache__" not in parts:
            found.add("/".join(parts))
    return frozenset(found)


def documents() -> list[Path]:
    return [path for path in sorted(REPOSITORY.rglob("*.md")) if not LEFT_OUT.search(label(path))]


def label(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def spans(path: Path) -> Iterator[str]:
    for span in SPAN.findall(FENCE.sub("", path.read_text())):
        yield span.strip()


def is_there(name: str) -> bool:
    """Placeholders stand for any name."""
    pattern = re.sub(r"<[^>]+>|\bNNNN_name\b", "*", name.rstrip("/")).replace("**", "*")
    return any(fnmatch(file, pattern) for file in files())


def is_file_name(span: str) -> bool:
    """A path that begins in the repository, or the bare name of a file."""
    if not re.fullmatch(r"[\w.<>*/-]+", span):
        return False
    first = span.split("/")[0]
    if "/" in span:
        return first in files()
    return bool(re.fullmatch(r"\w+\.(py|sql|md|ftl)", span))


def anchors(page: Path) -> set[str]:
    """Those of its headings, as GitHub makes them."""
    headings = HEADING.findall(page.read_text())
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in headings}


@pytest.mark.parametrize("path", documents(), ids=label)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(path.read_text()):
        target, _, anchor = link.partition("#")
        if re.match(r"\w+:", target):
            continue
        there = (path.parent / target).resolve() if target else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", [p for p in documents() if p.name not in HISTORY], ids=label)
def test_files_that_are_named_are_there(path: Path) -> None:
    named = [span for span in spans(path) if is_file_name(span)]
    near = label(path.parent) + "/"
    missing = [
        name
        for name in named
        if not is_there(name)
        and not is_there(near + name)
        and not ("/" not in name and any(file.endswith("/" + name) for file in files()))
    ]
    assert missing == []


async def test_names_of_the_database_exist(db: Connection) -> None:
    known = await names(db)
    unknown = {
        (label(path), match[1])
        for path in documents()
        if path.name not in HISTORY
        for span in spans(path)
        if (match := IN_DATABASE.fullmatch(span)) and match[1] not in known
    }
    assert {found for found in unknown if not is_file_name(found[1])} == set()


async def test_every_table_says_how_it_grows(db: Connection) -> None:
    operations = (REPOSITORY / "docs" / "operations.md").read_text()
    section = operations.partition("\n## What grows\n")[2].partition("\n## ")[0]
    tables = await db.fetch(
        """
        select c.oid::regclass::text as name
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where pg_get_userbyid(n.nspowner) = 'tickover_owner'
          and n.nspname <> 'sandbox'
          and c.relkind in ('r', 'p')
          and not c.relispartition
        """
    )
    assert {row["name"] for row in tables} - set(SPAN.findall(section)) == set()


async def names(db: Connection) -> set[str]:
    """Relations, columns, types, functions and kinds of messages."""
    rows = await db.fetch(
        """
        with ours as (
          select n.oid, n.nspname as schema from pg_namespace as n
          where pg_get_userbyid(n.nspowner) = 'tickover_owner'
        )
        select format('%s.%s', o.schema, c.relname) as name
        from ours as o join pg_class as c on c.relnamespace = o.oid
        union
        select format('%s.%s.%s', o.schema, c.relname, a.attname)
        from ours as o
        join pg_class as c on c.relnamespace = o.oid
        join pg_attribute as a on a.attrelid = c.oid
        union
        select format('%s.%s', o.schema, p.proname)
        from ours as o join pg_proc as p on p.pronamespace = o.oid
        union
        select format('%s.%s', o.schema, t.typname)
        from ours as o join pg_type as t on t.typnamespace = o.oid
        union
        select k.name from outbox.kinds as k
        """
    )
    return {row["name"] for row in rows}


@pytest.mark.parametrize("path", [p for p in documents() if p.name not in HISTORY], ids=label)
def test_tests_that_are_named_exist(path: Path) -> None:
    code = "\n".join(file.read_text() for file in (REPOSITORY / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", code)) | {
        file.stem for file in (REPOSITORY / "tests").rglob("test_*.py")
    }
    assert {span for span in spans(path) if re.fullmatch(r"test_\w+", span)} - there == set()


async def test_who_raises_what_is_told(db: Connection) -> None:
    rows = await db.fetch(
        r"""
        select m.code[1] as code, format('%s.%s', n.nspname, p.proname) as name
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        cross join regexp_matches(p.prosrc, 'errcode = ''(TK\d+)''', 'g') as m (code)
        where pg_get_userbyid(n.nspowner) = 'tickover_owner'
        """
    )
    raised: dict[str, set[str]] = {}
    for row in rows:
        raised.setdefault(row["code"], set()).add(row["name"])
    told = {code: set(SPAN.findall(by)) for code, by in ROW_OF_ERROR.findall(ARCHITECTURE)}
    assert told == raised


def test_readme_and_architecture_show_one_picture() -> None:
    mermaid = re.compile(r"^```mermaid\n.*?^```$", re.MULTILINE | re.DOTALL)
    (readme,) = mermaid.findall((REPOSITORY / "README.md").read_text())
    assert readme == mermaid.findall(ARCHITECTURE)[0]


async def test_who_may_call_what_is_told(db: Connection) -> None:
    """The roles of the programs, and the schemas whose functions they execute."""
    granted = await db.fetch(
        """
        select distinct g.schema
        from ops.granted_schemas() as g
        where g.role in ('tickover_bot', 'tickover_payments', 'tickover_listener', 'tickover_page')
        """
    )
    never = ARCHITECTURE.partition("\n## What never happens\n")[2].partition("\n- ")[2]
    told = set(SPAN.findall(never.partition("\n- ")[0]))
    assert told - {"tickover_payments"} == {row["schema"] for row in granted}


@pytest.mark.parametrize(("question", "answer"), QUESTIONS.items(), ids=QUESTIONS)
def test_a_stranger_finds_the_answer(question: str, answer: str) -> None:
    """By ARCHITECTURE.md alone: it names the file or the folder that it is in."""
    assert (REPOSITORY / answer).is_file()
    named = {span.rstrip("/") for span in spans(REPOSITORY / "ARCHITECTURE.md")}
    assert {answer, answer.rpartition("/")[0]} & named


@pytest.mark.parametrize("name", [*PRODUCT, *BESIDE])
def test_imports_run_one_way(name: str) -> None:
    place = REPOSITORY / name
    sources = place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]
    imported = {module for source in sources for module in imports(source)}
    ours = {*PRODUCT, *APART} - {name}
    assert imported & ours <= {**PRODUCT, **BESIDE}[name]


def test_what_tests_share_is_in_no_test() -> None:
    tests = (REPOSITORY / "tests").rglob("test_*.py")
    assert {
        label(test) for test in tests if re.search(r"^from tests\S*\.test_", test.read_text(), re.M)
    } == set()


def imports(source: Path) -> Iterator[str]:
    """The first parts of the names of the modules that a file imports."""
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (name.name.split(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]


def test_every_package_has_its_place() -> None:
    there = {path.stem for path in REPOSITORY.glob("*.py")} | {
        path.parent.name for path in REPOSITORY.glob("*/__init__.py")
    }
    assert there == {*PRODUCT, *APART}
    assert set(PRODUCT) | APART <= {
        word.removesuffix(".py") for span in SPAN.findall(ARCHITECTURE) for word in span.split("/")
    }
