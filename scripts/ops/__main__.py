"""A live page about the shop, in a terminal of 80 by 24 or larger: `make ops`.

    python -m scripts.ops          the shop of this folder
    python -m scripts.ops URL      another one, as tickover_dba or tickover_operator

It only reads, as tickover_dba. A password belongs into ~/.pgpass, or into OPS_DATABASE_URL.
"""

import argparse
import asyncio
import sys

from scripts.cluster import ClusterError
from scripts.ops.app import Ops
from scripts.ops.source import Source, Unreachable, address
from scripts.ops.views import SHOP
from scripts.shop.config import ConfigError


async def show(url: str) -> None:
    source = Source(url)
    try:
        await source.read(SHOP)
        await Ops(source).run_async()
    finally:
        source.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.ops", description=__doc__)
    parser.add_argument("url", nargs="?", help="of the database")
    asked = parser.parse_args()
    try:
        asyncio.run(show(address(asked.url)))
    except (ClusterError, ConfigError, Unreachable) as error:
        sys.exit(f"ops: {error}")


if __name__ == "__main__":
    main()
