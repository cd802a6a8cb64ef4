"""PgBouncer in transaction mode, the distribution's own, in front of a cluster of the tests."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts import cluster, tools
from scripts.cluster import LOGIN_ROLES
from tests.support import Database, free_port

PASSWORD = "a-password-of-the-pooler"
# As docs/scaling.md says, but with few connections, so that calls really share them.
CONFIGURATION = """\
[databases]
{name} = host={socket} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {connections}
logfile = {log}
"""


@dataclass
class Pooler:
    program: tools.Program
    database: Database
    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def url(self, role: str) -> str:
        return f"postgresql://{role}:{PASSWORD}@127.0.0.1:{self.port}/{self.database.name}"

    def start(self) -> None:
        owner = cluster.server_user() if os.geteuid() == 0 else None
        self.process = subprocess.Popen(
            [self.program.path, self.folder / "pgbouncer.ini"],
            cwd="/",
            env=self.program.environment(),
            user=owner,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def pooling(program: tools.Program, database: Database, connections: int = 3) -> Iterator[Pooler]:
    """Started, in the folder of the server's user, who alone can run it."""
    server = database.server
    folder = server.folder.resolve() / f"pooler-{database.name}"
    server._make_folder(folder)
    pooler = Pooler(program, database, folder, free_port())
    users = (f'"tickover_{role}" "{PASSWORD}"\n' for role in LOGIN_ROLES)
    (folder / "users.txt").write_text("".join(users))
    (folder / "pgbouncer.ini").write_text(
        CONFIGURATION.format(
            name=database.name,
            socket=server.socket_folder,
            port=server.port,
            listen=pooler.port,
            users=folder / "users.txt",
            connections=connections,
            log=folder / "pgbouncer.log",
        )
    )
    pooler.start()
    try:
        yield pooler
    finally:
        pooler.kill()
