"""`make clean`: stops the clusters and removes all that was made, the data as well."""

import shutil
import sys

from scripts import cluster, tools

# What we made, by name: TICKOVER_HOME may be a folder that has other things in it.
MADE = (
    *("apt", "bench.json", "debian", "log", "passwords.json", "run.lock", "sandbox"),
    *("secrets.json", "setup.lock", "test", "venv"),
)


def main() -> None:
    home = tools.home()
    try:
        with tools.lock("run.lock", wait=False):
            remove_clusters()
    except BlockingIOError:
        sys.exit("clean: the shop is running, stop it first")
    except cluster.ClusterError as error:
        sys.exit(f"clean: {error}")
    for made in (home / name for name in MADE):
        if made.is_dir() and not made.is_symlink():
            shutil.rmtree(made)
        else:
            made.unlink(missing_ok=True)
    if not any(home.iterdir()):
        home.rmdir()


def remove_clusters() -> None:
    home = tools.home()
    test = home / "test"
    for folder in (home / "postgres", home / "bench", *test.glob("*/postgres"), *test.glob("*")):
        if folder.exists() or folder.is_symlink():
            cluster.cluster(folder, home / "log" / "postgres.log").remove()


if __name__ == "__main__":
    main()
