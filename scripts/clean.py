"""`make clean`: stops the clusters and removes everything that was made, including data.

TICKOVER_HOME may be a folder that contains other things. A folder is removed as a whole only if it
has our mark. In other folders, our files are removed by name, and the folder itself if nothing else
is left.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import cluster, tools

FILES = (
    *("bench.json", "passwords.json", "run.lock", "secrets.json", "setup.lock"),
    *(f"log/{name}.log" for name in ("bot", "listener", "page", "sandbox", "postgres", "setup")),
    *(f"log/{name}.log" for name in ("bench", "bench-postgres", "test-postgres")),
)


def main() -> None:
    home = tools.home()
    try:
        with tools.lock("run.lock", wait=False):
            remove_clusters(home)
    except BlockingIOError:
        sys.exit("clean: the shop is running, stop it first")
    except cluster.ClusterError as error:
        sys.exit(f"clean: {error}")
    for folder in folders(home):
        if folder.is_symlink():
            folder.unlink()
        elif tools.is_ours(folder):
            shutil.rmtree(folder)
        elif folder.exists():
            print(f"clean: {folder} was not made by these scripts and stays")
    for file in FILES:
        (home / file).unlink(missing_ok=True)
    for folder in (home / "log", home / "test", home):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def folders(home: Path) -> Iterator[Path]:
    yield from (home / name for name in ("apt", "debian", "sandbox", "venv"))
    yield from filter(tools.is_ours, (home / "test").glob("*"))


def remove_clusters(home: Path) -> None:
    tests = [folder for folder in (home / "test").glob("*") if tools.is_ours(folder)]
    places = (home / "postgres", home / "bench", *(f / "postgres" for f in tests), *tests)
    for made in (cluster.cluster(f, home / "log" / "postgres.log") for f in places if there(f)):
        if made.is_ours or made.folder.is_symlink():
            made.remove()


def there(folder: Path) -> bool:
    return folder.exists() or folder.is_symlink()


if __name__ == "__main__":
    main()
