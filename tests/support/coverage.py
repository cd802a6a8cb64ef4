"""How much of the PL/pgSQL the tests ran: `--plpgsql-coverage 90` fails below 90 % of statements.

plpgsql_check's profiler counts statements in shared memory, for each database apart. So every clone
is asked before it is dropped, each pytest process adds up what it was told, and the main one sums.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from scripts.cluster import Cluster
from tests.support import Database, execute

# Functions keep their signature from the template to its clones, and a statement its number. Only
# ours may be asked: the profiler cannot read polymorphic functions, which pgTAP has. Asking for all
# of them takes a tenth of a second, which is worth saving for each clone but the first.
STATEMENTS = """
with ours as materialized (
  select p.oid::regprocedure as function
  from pg_proc as p
  join pg_language as l on l.oid = p.prolang
  where l.lanname = 'plpgsql' and pg_get_userbyid(p.proowner) = 'tickover_owner'
    and (%s or p.oid in (select f.funcoid from plpgsql_profiler_functions_all() as f))
)
select o.function::text, s.stmtid, s.lineno, s.exec_stmts > 0
from ours as o
cross join lateral plpgsql_profiler_function_statements_tb(o.function) as s
where s.stmtname <> 'statement block'
"""
# The counters share a limited memory; a database that is dropped would leave its own there.
FORGET = "select plpgsql_profiler_reset(f.funcoid) from plpgsql_profiler_functions_all() as f"


@dataclass
class Coverage:
    """Statements by function, as {number: line}, and the numbers of those that ran."""

    all: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    run: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @staticmethod
    def switch_on(server: Cluster) -> None:
        """Lets every session of the cluster count from now on."""
        execute(server.url(), "alter system set plpgsql_check.profiler = on")
        execute(server.url(), "select pg_reload_conf()")

    def add(self, database: Database) -> None:
        """Reads what was run in a database that is about to go."""
        with psycopg.connect(database.url(), autocommit=True) as connection:
            for function, number, line, ran in connection.execute(STATEMENTS, [not self.all]):
                self.all[function][number] = line
                if ran:
                    self.run[function].add(number)
            connection.execute(FORGET)

    def save(self, file: Path) -> None:
        run = {function: sorted(numbers) for function, numbers in self.run.items()}
        file.write_text(json.dumps({"all": self.all, "run": run}))

    def load(self, file: Path) -> None:
        saved = json.loads(file.read_text())
        for function, lines in saved["all"].items():
            self.all[function] = {int(number): line for number, line in lines.items()}
        for function, numbers in saved["run"].items():
            self.run[function].update(numbers)

    def missed(self) -> dict[str, list[int]]:
        """The lines that never ran, by function."""
        return {
            function: sorted({line for number, line in lines.items() if number not in ran})
            for function, lines in sorted(self.all.items())
            if not lines.keys() <= (ran := self.run[function])
        }

    @property
    def percent(self) -> float:
        total = sum(len(lines) for lines in self.all.values())
        ran = sum(len(lines.keys() & self.run[name]) for name, lines in self.all.items())
        return 100 * ran / total if total else 0.0
