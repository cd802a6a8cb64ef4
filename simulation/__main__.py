"""`make simulate`: a calm year of many users, or with --faults hostile ones of a few.

make simulate                                    a year of a thousand users
make simulate ARGS="--faults --seeds 20"         twenty hostile ones, from seed 1 on
make simulate ARGS="--faults --seed 7 --days 366 --users 30"
"""

import argparse
import sys
import time

import uvloop
from tqdm import tqdm

import logs
from scripts.progress import say
from scripts.throwaway import ThrowawayServer, throwaway_server
from simulation.calm.year import DAYS, year
from simulation.hostile import report
from simulation.hostile.faults import KINDS, of_a_server
from simulation.hostile.model import Broken, judged
from simulation.hostile.run import live


async def calm(server: ThrowawayServer, users: int, days: int, seed: int) -> bool:
    async with server.database() as roubles, server.database() as stars:
        return await year([roubles, stars], users, days, seed)


async def hostile(server: ThrowawayServer, seeds: range, users: int, days: int) -> bool:
    every: list[Broken] = []
    kinds = (*KINDS, *of_a_server(server.cluster))
    for seed in seeds:
        started = time.monotonic()
        async with server.database() as database:
            with tqdm(total=days, unit=" days", desc=f"  seed {seed}", leave=False) as bar:
                lived = await live(
                    database,
                    seed=seed,
                    people=users,
                    days=days,
                    tick=bar.update,
                    kinds=kinds,
                    pages=True,
                    grows=True,
                )
        broken = judged(lived)
        say(report.line(lived, broken, time.monotonic() - started))
        if broken:
            report.tell(lived, broken)
        every += broken
    report.summary(every, len(seeds))
    return not every


def main() -> None:
    parser = argparse.ArgumentParser(description="A year of the shop, calm or hostile.")
    parser.add_argument("--faults", action="store_true", help="with faults drawn from the seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many, with --faults")
    parser.add_argument("--seed", type=int, default=1, help="the first of them")
    parser.add_argument("--users", type=int)
    parser.add_argument("--days", type=int)
    wanted = parser.parse_args()
    with throwaway_server() as server:
        if wanted.faults:
            logs.configure("CRITICAL")
            seeds = range(wanted.seed, wanted.seed + wanted.seeds)
            run = hostile(server, seeds, wanted.users or 12, wanted.days or 60)
        else:
            run = calm(server, wanted.users or 1000, wanted.days or DAYS, wanted.seed)
        well = uvloop.run(run)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
