"""Reads the files under sql/, splits them into statements, and refuses unclear ones."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from migration.errors import MigrateError

ROOT = Path(__file__).parent.parent / "sql"
VERSIONED = "schema"
REPEATABLE = ("functions", "jobs")
DIRECTIVES = {"schema": "no-transaction", "functions": "overridable", "jobs": "overridable"}


@dataclass(frozen=True)
class File:
    path: str  # relative to the root, for instance schema/0001_schemas.sql
    checksum: str
    directive: str
    statements: Sequence[tuple[int, str]]

    @property
    def folder(self) -> str:
        return folder(self.path)

    @property
    def version(self) -> int:
        return int(self.path.removeprefix("schema/")[:4])


def folder(path: str) -> str:
    return path.partition("/")[0]


def read(root: Path = ROOT) -> list[File]:
    """Returns all files of a root, the versioned ones first and in the order of their numbers."""
    return [read_file(root, path) for path in paths(root)]


def paths(root: Path) -> Iterator[str]:
    """The files' paths, relative to the root, in the order of `read`."""
    if not (root / VERSIONED).is_dir():
        raise MigrateError(f"{root} is not a root of SQL files: it has no folder schema")
    for top in (VERSIONED, *REPEATABLE):
        for path in sorted((root / top).rglob("*")):
            if path.name.lower().endswith(".sql"):
                yield path.relative_to(root).as_posix()


def read_file(root: Path, path: str) -> File:
    known = DIRECTIVES[folder(path)]
    if folder(path) == VERSIONED and not re.fullmatch(
        r"schema/(?!0000)\d{4}_[a-z0-9_]+\.sql", path
    ):
        raise MigrateError(f"{path}: the name must be schema/NNNN_name.sql, from 0001 on")
    if not path.endswith(".sql") or not (root / path).is_file():
        raise MigrateError(f"{path}: must be a regular file whose name ends in .sql, in lower case")
    content = (root / path).read_bytes()
    if content.startswith(codecs.BOM_UTF8):
        raise MigrateError(f"{path}: begins with a byte order mark, save it without one")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise MigrateError(f"{path}: not UTF-8 at byte {error.start}") from error
    directive = ", ".join(re.findall(r"^-- migrate: *(.*?)\s*$", text, re.MULTILINE))
    meant = re.findall(r"^\s*--+ *migrate *:.*$", text, re.MULTILINE | re.IGNORECASE)
    if odd := [line.strip() for line in meant if not re.match(r"\n*-- migrate:", line)]:
        raise MigrateError(f"{path}: '{odd[0]}' would be overlooked, write '-- migrate: {known}'")
    if directive not in ("", known):
        raise MigrateError(
            f"{path}: '-- migrate: {directive}' is unknown in {folder(path)}/, "
            f"known is '-- migrate: {known}'"
        )
    statements = list(split(text))
    for line, statement in statements:
        words = " ".join(re.findall(r"\w+", statement.lower())[:2])
        if TRANSACTION.match(words):
            raise MigrateError(f"{path}:{line}: '{words}': a file does not control transactions")
    if directive == "no-transaction" and len(statements) != 1:
        raise MigrateError(f"{path}: no-transaction is for one statement, not {len(statements)}")
    return File(path, checksum(content), directive, statements)


def checksum(content: bytes) -> str:
    return sha256(content).hexdigest()


# --- Statements ---

TOKEN = re.compile(
    r"""--[^\n]*
      | (?P<comment> /\*)  # only its start: comments nest
      | (?P<opaque> [eE]'(?:[^'\\]|\\.|'')*' | '[^']*' | "[^"]*"
                  | \$(?P<tag>[^\W\d]\w*|)\$.*?\$(?P=tag)\$)
      | (?P<word> [^\W\d][\w$]*)
      | (?P<mark> [^\s])""",
    re.DOTALL | re.VERBOSE,
)
COMMENT_EDGE = re.compile(r"/\*|\*/")
TRANSACTION = re.compile(
    r"(begin|start|commit|end|rollback|abort|savepoint|release|prepare transaction)\b"
)


def split(text: str) -> Iterator[tuple[int, str]]:
    """Returns the statements of a script, each with the line on which it begins.

    They are sent one by one, so that an error has a line even if PostgreSQL gives no position. A
    statement that was split wrongly would be a syntax error, and the file would be rolled back.
    """
    position, start, parentheses, blocks, last = 0, -1, 0, 0, ""
    while token := TOKEN.search(text, position):
        position = token.end()
        if token["comment"]:
            position = end_of_comment(text, position)
        elif token[0] == ";" and not parentheses and not blocks:
            if start >= 0:
                yield text.count("\n", 0, start) + 1, text[start:position]
            start = -1
        elif token.lastgroup:
            start = token.start() if start < 0 else start
            parentheses += {"(": 1, ")": -1}.get(token[0], 0)
            # A function body in standard SQL style, `begin atomic ... end`, contains semicolons.
            word = (token["word"] or "").lower()
            if (last, word) == ("begin", "atomic") or (blocks and word == "case"):
                blocks += 1
            elif blocks and word == "end":
                blocks -= 1
            last = word
    if start >= 0:
        yield text.count("\n", 0, start) + 1, text[start:]


def end_of_comment(text: str, position: int) -> int:
    depth = 1
    while depth and (edge := COMMENT_EDGE.search(text, position)):
        position = edge.end()
        depth += 1 if edge[0] == "/*" else -1
    return position


# --- For a program that checks whether its database matches ---


@cache
def head(root: Path = ROOT) -> Mapping[str, str]:
    """Returns path and checksum of every file: the content of migrate.applied when a database is at
    head."""
    return {path: checksum((root / path).read_bytes()) for path in paths(root)}


def behind(head: Mapping[str, str], applied: Set[tuple[str, str]]) -> list[str]:
    """Returns the files of a program that its database never had; empty at head, and in a newer
    database.

    During a rollout the old program runs on the functions of the new version. `applied` contains
    paths and checksums of everything that was ever applied, so that newer files do not count.
    """
    return [path for path, checksum in head.items() if (path, checksum) not in applied]
