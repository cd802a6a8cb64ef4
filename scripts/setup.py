"""Prepares this machine: `python3 -m scripts.setup run`, `... shop`, `... ops`, `... dev` or
`... test`.

PostgreSQL with its extensions comes from the distribution: installed as root, otherwise unpacked
below TICKOVER_HOME. Python packages go into a virtual environment there, pinned by hash. The tests
need more of them, Chromium and V2Ray. Whatever exists is left alone, so that a second run takes no
time. Standard library only: it runs on the system's Python.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from scripts import tools
from scripts.progress import live, say, step

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": "requirements.lock",
    "shop": "requirements.lock",
    "ops": "requirements-ops.lock",
    "dev": "requirements-dev.lock",
    "test": "requirements-dev.lock",
}
# Playwright's driver needs libatomic, and a page needs fonts.
BROWSER = ("chromium", "libatomic1", "fonts-liberation", "fonts-noto-color-emoji")


@dataclass(frozen=True)
class Unpacked:
    """A program that only tests use. It is unpacked, for root as well: the installed package would
    start a service now and at every boot. If there is no package, only `tests` cannot run."""

    name: str
    package: str
    find: Callable[[], tools.Program | None]
    tests: str
    needs: str = ""


UNPACKED = (
    Unpacked("V2Ray", "v2ray", tools.v2ray, "the tests of a real core", needs="curl"),
    Unpacked("promtool", "prometheus", tools.promtool, "the test of the alert rules"),
    Unpacked("PgBouncer", "pgbouncer", tools.pgbouncer, "the tests of a pooler"),
    Unpacked("Caddy", "caddy", tools.caddy, "the tests of the reverse proxy"),
)


class SetupError(Exception):
    """Something that a step of the setup needs is not available; the text says what."""


def main() -> None:
    target = sys.argv[1] if len(sys.argv) > 1 else ""
    if target not in LOCKS:
        sys.exit("usage: python3 -m scripts.setup run|shop|ops|dev|test")
    if sys.version_info < (3, 11):  # noqa: UP036, this runs before the version is known
        sys.exit("setup: Python 3.11 or newer is needed (PYTHON=... names another)")
    try:
        with tools.lock("setup.lock", wait=True):
            install_packages(target)
            install_python(target)
    except (SetupError, tools.NotOursError) as error:
        sys.exit(f"setup: {error}")


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Runs a command, logs its output and returns it; a failure shows the end of the output."""
    words = [str(word) for word in command]
    log = tools.home() / "log" / "setup.log"
    log.parent.mkdir(exist_ok=True)
    lines = []
    with (
        log.open("a") as file,
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **(env or {})},
        ) as process,
    ):
        assert process.stdout
        file.write(f"$ {' '.join(words)}\n")
        for line in process.stdout:
            lines.append(line)
            file.write(line)
            live(f"    {line}")
    if process.returncode:
        raise SetupError(f"{words[0]} failed (see {log}):\n{''.join(lines[-15:])}")
    return "".join(lines)


# -- Packages of the distribution


def install_packages(target: str) -> None:
    """Installs or unpacks what is missing of PostgreSQL, pip, Chromium and what the tests use."""
    postgres = needs_postgres(target)
    pip = [] if pip_wheel() else ["python3-pip-whl"]
    chromium = target == "test" and not tools.chromium()
    unpacked = [program for program in UNPACKED if target == "test" and not program.find()]
    if not (postgres or pip or chromium or unpacked):
        return
    apt = Apt()
    apt.update()
    if postgres:
        version = apt.postgres_version()
        with step(f"PostgreSQL {version} with pg_cron and pgTAP"):
            apt.install(*postgres_packages(version), *pip)
        if not tools.postgres():
            raise SetupError(f"PostgreSQL {version} was installed, but not all of it is found")
    elif pip:
        with step("pip"):
            apt.install(*pip)
    if chromium:
        install_chromium(apt)
    for program in unpacked:
        unpack(apt, program)
    if tools.is_ours(apt.folder):
        shutil.rmtree(apt.folder, ignore_errors=True)


def needs_postgres(target: str) -> bool:
    """With DATABASE_URL the shop's server is elsewhere, and a real shop's is not ours to install;
    tests start their own servers."""
    elsewhere = target in ("shop", "ops") or (target == "run" and bool(database_url()))
    return tools.postgres() is None and not elsewhere


def database_url() -> str:
    """Read like the settings: the environment before `.env`, and an empty value counts as unset."""
    file = Path(".env")
    text = file.read_text() if file.exists() else ""
    found = re.findall(r"^\s*(?:export\s+)?DATABASE_URL\s*=[ \t]*(.*?)\s*$", text, re.MULTILINE)
    return os.environ.get("DATABASE_URL") or (found[-1].strip("'\"") if found else "")


def postgres_packages(version: int) -> list[str]:
    server = f"postgresql-{version}"
    extensions = (f"{server}-{name}" for name in ("cron", "pgtap", "plpgsql-check"))
    return [server, *extensions, "libtap-parser-sourcehandler-pgtap-perl"]


def install_chromium(apt: "Apt") -> None:
    """If there is no package, only one browser test cannot run."""
    if not apt.has("chromium"):
        say("  Chromium: this system has no package of it; the browser test will report that")
        return
    with step("Chromium"):
        apt.install(*BROWSER)


def unpack(apt: "Apt", program: Unpacked) -> None:
    if not apt.has(program.package):
        say(f"  {program.name}: this system has no package of it; {program.tests} will report that")
        return
    with step(program.name):
        if program.needs and not shutil.which(program.needs):
            apt.install(program.needs)
        apt.unpack(program.package)


class Apt:
    """The distribution's packages: installed as root, otherwise unpacked below TICKOVER_HOME."""

    def __init__(self) -> None:
        if not shutil.which("apt-get"):
            raise SetupError("no apt-get here: install PostgreSQL yourself or set DATABASE_URL")
        self.root = os.geteuid() == 0
        self.folder = tools.home() / "apt"
        # A normal user's apt uses its own lists and archives and leaves the system's alone.
        own = {"Dir::State": self.folder, "Dir::Cache": self.folder, "Debug::NoLocking": "1"}
        self.options = [] if self.root else [f"-o{name}={value}" for name, value in own.items()]
        self.env = {
            "DEBIAN_FRONTEND": "noninteractive",
            "NEEDRESTART_SUSPEND": "1",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, program: str, *arguments: str) -> str:
        return run(program, *self.options, *arguments, env=self.env)

    def update(self) -> None:
        if not self.root:
            tools.own(self.folder)
            (self.folder / "lists/partial").mkdir(parents=True, exist_ok=True)
        with step("package lists"):
            self.run("apt-get", "update")

    def has(self, package: str) -> bool:
        return re.search(r"Candidate: \d", self.run("apt-cache", "policy", package)) is not None

    def postgres_version(self) -> int:
        """The version that the distribution offers, which matches its extensions."""
        found = re.search(r"postgresql-(\d+)", self.run("apt-cache", "depends", "postgresql"))
        if not found:
            raise SetupError("this system offers no postgresql package: set DATABASE_URL")
        return int(found[1])

    def install(self, *packages: str) -> None:
        if self.root:
            self._install(packages)
        else:
            self.unpack(*packages)

    def _install(self, packages: Sequence[str]) -> None:
        """Installed packages are not named again: that might upgrade and restart a running
        server."""
        missing = [name for name in packages if not self._installed(name)]
        with no_main_cluster():
            self.run("apt-get", "install", "-y", "--no-install-recommends", *missing)

    def _installed(self, package: str) -> bool:
        status = self.run("apt-cache", "policy", package)
        return re.search(r"Installed: \d", status) is not None

    def unpack(self, *packages: str) -> None:
        """Unpacks the packages, installed or not, and their dependencies that the system lacks.

        A server finds its extensions next to itself, so one that the system has is unpacked as
        well. What is downloaded for it stays out of root's archives, too.
        """
        tools.own(self.folder)
        (self.folder / "archives/partial").mkdir(parents=True, exist_ok=True)
        self.run(
            "apt-get", f"-oDir::Cache={self.folder}",
            "install", "--download-only", "--reinstall", "-y", "--no-install-recommends",
            *packages,
        )  # fmt: skip
        if not (tools.unpacked() / "usr").exists():
            tools.own(tools.unpacked())
        for archive in sorted((self.folder / "archives").glob("*.deb")):
            run("dpkg-deb", "-x", archive, tools.unpacked())
            archive.unlink()


@contextmanager
def no_main_cluster() -> Iterator[None]:
    """Keeps Debian's server package from making and starting a cluster that nobody asked for."""
    setting = Path("/etc/postgresql-common/createcluster.d/tickover.conf")
    setting.parent.mkdir(parents=True, exist_ok=True)
    setting.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        setting.unlink()


# -- The virtual environment


def pip_wheel() -> Path | None:
    """A pip that runs without installation: the one that came with Python, or Debian's package."""
    folders = [root / "usr/share/python-wheels" for root in (Path("/"), tools.unpacked())]
    if ensurepip := find_spec("ensurepip"):
        folders.insert(0, Path(str(ensurepip.origin)).parent / "_bundled")
    for folder in folders:
        if found := sorted(folder.glob("pip-*.whl")):
            return found[-1]
    return None


def install_python(target: str) -> None:
    """Installs the locked packages into the virtual environment; a copy of the lock marks
    success."""
    venv = tools.home() / "venv"
    python = venv / "bin" / "python"
    lock = REPOSITORY / LOCKS[target]
    stamp = venv / f"{lock.name}.stamp"
    key = hashlib.sha256(f"{sys.version}\n{venv}\n{lock.read_text()}".encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == key:
        return
    tools.own(venv)
    with step(f"Python packages of {lock.name}"):
        if not runs_as_we_do(python):
            run(sys.executable, "-m", "venv", "--without-pip", "--clear", venv)
            (venv / tools.MARK).touch()
        run(
            python,
            f"{pip_wheel()}/pip",
            "install",
            "--require-hashes",
            "--no-deps",
            "--only-binary=:all:",
            "--disable-pip-version-check",
            "--requirement",
            lock,
        )
    stamp.write_text(key)


def runs_as_we_do(python: Path) -> bool:
    """Whether the virtual environment still works, with our version of Python."""
    if not python.exists():
        return False
    done = subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True)
    return done.stdout.decode().strip() == sys.version.strip()


if __name__ == "__main__":
    main()
