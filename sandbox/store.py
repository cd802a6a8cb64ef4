"""Stores the outside world between two runs: one table of JSON documents in SQLite."""

import json
import sqlite3
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class Store:
    """Documents by kind and key, written through. Without a path they live as long as the
    process."""

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        # The sandbox may lose its last moments in a power failure; a message must not cost an
        # fsync.
        self._db.executescript(
            """
            pragma journal_mode = wal;
            pragma synchronous = off;
            create table if not exists documents (
              kind text not null, key text not null, body text not null, primary key (kind, key)
            ) without rowid;
            """
        )

    def put(self, kind: str, key: object, body: Json) -> None:
        self._db.execute(
            "insert or replace into documents values (?, ?, ?)",
            (kind, str(key), json.dumps(body, ensure_ascii=False)),
        )

    def delete(self, kind: str, key: object) -> None:
        self._db.execute("delete from documents where kind = ? and key = ?", (kind, str(key)))

    def clear(self, kind: str) -> None:
        self._db.execute("delete from documents where kind = ?", (kind,))

    def all(self, kind: str) -> list[Json]:
        rows = self._db.execute("select body from documents where kind = ?", (kind,))
        return [json.loads(body) for (body,) in rows]

    def close(self) -> None:
        self._db.close()
