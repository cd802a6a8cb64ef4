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
        for folder in (home / "postgres", *(home / "test").glob("*")):
            if folder.exists() or folder.is_symlink():
                cluster.cluster(folder, home / "log" / "postgres.log").remove()
    except cluster.ClusterError as error:
        sys.exit(f"clean: {error}")
    for name in MADE:
        if (home / name).is_dir():
            shutil.rmtree(home / name)
        else:
            (home / name).unlink(missing_ok=True)
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()


if __name__ == "__main__":
    main()
