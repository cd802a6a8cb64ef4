"""`make simulate`: a calm year of many people, or with --faults hostile ones of a few.

make simulate                                    a year of a thousand people
make simulate ARGS="--faults --seeds 20"         twenty hostile ones, from seed 1 on
make simulate ARGS="--faults --seed 7 --days 366 --users 30"
"""

import argparse
import sys
import time

import uvloop
from tqdm import tqdm

import logs
from bench.harness import Place, own_place
from scripts.progress import say
from simulation import calm, report
from simulation.faults import KINDS, of_a_server
from simulation.model import Broken, judged
from simulation.year import live


async def hostile(place: Place, seeds: range, users: int, days: int) -> list[Broken]:
    every: list[Broken] = []
    kinds = (*KINDS, *of_a_server(place.server))
    for seed in seeds:
        started = time.monotonic()
        async with place.database() as database:
            with tqdm(total=days, unit=" days", desc=f"  seed {seed}", leave=False) as bar:
                year = await live(
                    database, seed=seed, people=users, days=days, tick=bar.update, kinds=kinds
                )
        broken = judged(year)
        say(report.line(year, broken, time.monotonic() - started))
        if broken:
            report.tell(year, broken)
        every += broken
    report.summary(every, len(seeds))
    return every


def main() -> None:
    parser = argparse.ArgumentParser(description="A year of the shop, calm or hostile.")
    parser.add_argument("--faults", action="store_true", help="with faults drawn from the seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many, with --faults")
    parser.add_argument("--seed", type=int, default=1, help="the first of them")
    parser.add_argument("--users", type=int)
    parser.add_argument("--days", type=int)
    wanted = parser.parse_args()
    if wanted.faults:
        logs.configure("CRITICAL")
        seeds = range(wanted.seed, wanted.seed + wanted.seeds)
        with own_place() as place:
            found = uvloop.run(hostile(place, seeds, wanted.users or 12, wanted.days or 60))
        sys.exit(1 if found else 0)
    calm.main(wanted.users or 1000, wanted.days or calm.DAYS, wanted.seed)


if __name__ == "__main__":
    main()
