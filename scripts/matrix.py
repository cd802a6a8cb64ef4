"""Tests the database on each version of PostgreSQL: `make matrix`, or `make matrix ARGS="17 18"`.

A release of Debian offers one version, so the others are unpacked from other releases' packages
below TICKOVER_HOME, with all that they need down to the C library, and run by the dynamic loader
that came with them. Nothing is installed. TICKOVER_POSTGRES=17 lets any other command of the
repository use such a server: `TICKOVER_POSTGRES=17 make test ARGS="-k expiry"`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import tools
from scripts.progress import say, step
from scripts.setup import SetupError, postgres_packages, run

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# The release of Debian that has each version. None has 16.
SUITES = {15: "bookworm", 17: "trixie", 18: "forky"}

# What says that a version works: migrations, pgTAP, plpgsql_check, pg_cron, a restore.
TESTS = (
    "tests/database/test_pgtap.py::test_file",
    "tests/database/test_plpgsql_check.py",
    "tests/database/test_pg_cron.py",
    "tests/database/test_migrate.py",
    "tests/database/test_backup.py",
    "tests/database/test_roles.py",
    "tests/database/test_live.py",
)
# A short life of the shop with faults.
SEED = ("--faults", "--seeds", "1", "--users", "6", "--days", "10")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make matrix", description=__doc__)
    parser.add_argument("versions", nargs="*", type=int, choices=[[], *SUITES], default=[])
    parser.add_argument("--install", action="store_true", help="unpack, and test nothing")
    parser.add_argument("--no-seed", action="store_true", help="without the life with faults")
    asked = parser.parse_args()
    versions = asked.versions or list(SUITES)
    try:
        for version in versions:
            install(version)
    except (SetupError, tools.NotOursError) as error:
        sys.exit(f"matrix: {error}")
    if asked.install:
        return 0
    results = {version: _try(version, with_seed=not asked.no_seed) for version in versions}
    for version, failed in results.items():
        say(f"PostgreSQL {version}: {', '.join(failed) + ' failed' if failed else 'ok'}")
    return 1 if any(results.values()) else 0


def _try(version: int, *, with_seed: bool) -> list[str]:
    """Returns what failed."""
    env = {**os.environ, tools.VERSION: str(version)}
    runs = {"tests": [sys.executable, "-m", "pytest", "-q", "--numprocesses=auto", *TESTS]}
    if with_seed:
        runs["seed"] = [sys.executable, "-m", "simulation", *SEED]
    say(f"\nPostgreSQL {version}")
    return [name for name, words in runs.items() if subprocess.run(words, env=env).returncode]


# -- Unpacking


def install(version: int) -> None:
    """Unpacks a version that is not here yet."""
    root = tools.version_root(version)
    if tools.Postgres(root, version).complete:
        return
    with step(f"PostgreSQL {version} of Debian {SUITES[version]}"):
        tools.own(root)
        _unpack(SUITES[version], root, postgres_packages(version))
        _run_by_own_loader(root, version)


def _archive() -> str:
    """Where this machine has its packages of Debian from."""
    said = run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    found = [line for line in said.split() if line.rstrip("/").endswith("/debian")]
    if not found:
        raise SetupError("the packages come from Debian's releases: run it on Debian")
    return found[0]


def _unpack(suite: str, root: Path, packages: Sequence[str]) -> None:
    """Unpacks packages and all that they need: with an empty list of what is installed, apt
    downloads the C library, too."""
    apt = root / "apt"
    for folder in ("lists/partial", "archives/partial", "etc/preferences.d"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={KEYS}] {_archive()} {suite} main\n")
    options = {
        "Dir::State": apt,
        "Dir::State::status": apt / "status",
        "Dir::Cache": apt,
        "Dir::Etc": apt / "etc",
        "Dir::Etc::sourcelist": apt / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "1",
    }
    words = [f"-o{name}={value}" for name, value in options.items()]
    run("apt-get", *words, "update")
    run(
        "apt-get", *words, "install", "--download-only", "-y", "--no-install-recommends", *packages
    )  # fmt: skip
    for archive in sorted((apt / "archives").glob("*.deb")):
        run("dpkg-deb", "-x", archive, root)
    shutil.rmtree(apt)


RUNNER = """\
#!/bin/sh
exec {loader} --library-path {libraries} --argv0 "$0" "{program}" "$@"
"""


def _run_by_own_loader(root: Path, version: int) -> None:
    """A program built for a newer C library than this machine's cannot be started by its loader."""
    found = [
        path for place in ("usr/lib", "lib") for path in root.glob(f"{place}/*/ld-linux-*.so.*")
    ]
    loader = found[0]
    libraries = ":".join(map(str, (loader.parent, *tools.libraries(root))))
    for program in sorted((root / f"usr/lib/postgresql/{version}/bin").iterdir()):
        binary = program.with_name(f".{program.name}.binary")
        if program.is_symlink() or binary.exists() or program.read_bytes()[:4] != b"\x7fELF":
            continue
        program.rename(binary)
        program.write_text(RUNNER.format(loader=loader, libraries=libraries, program=binary))
        program.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
