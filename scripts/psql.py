"""`make psql`: opens psql on the shop's database, as tickover_dba or the role that ROLE names."""

import os
import shutil
import sys

from scripts import database, tools
from scripts.cluster import LOGIN_ROLES, SUPERUSER, ClusterError
from scripts.run import RunSettings


def main() -> None:
    role = (sys.argv[1] if len(sys.argv) > 1 else "dba").removeprefix("tickover_")
    if role not in (*LOGIN_ROLES, SUPERUSER):
        sys.exit(f"psql: ROLE must be one of {', '.join((*LOGIN_ROLES, SUPERUSER))}")
    given = RunSettings.load().database_url
    try:
        if given is None and not database.private_cluster().running():
            sys.exit("psql: the shop is not running, start it with `make run`")
        here = database.locate(given)
    except ClusterError as error:
        sys.exit(f"psql: {error}")
    url = here.admin_url if role == SUPERUSER else here.url(f"tickover_{role}")
    postgres = tools.postgres()
    program = str(postgres.psql) if postgres else shutil.which("psql")
    if program is None:
        sys.exit("psql: no psql here: install postgresql-client")
    env = {**os.environ, **(postgres.environment() if postgres else {})}
    os.execve(program, [program, f"--dbname={url}"], env)


if __name__ == "__main__":
    main()
