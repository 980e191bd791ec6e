"""Drives Toolcrib with LiveKit's own, unchanged code, and prints one line for each case.

Usage: python drive.py PLAN.json, as run.ts writes it. Exits with 1 when a case failed.
"""

import asyncio
import json
import logging
import sys
import time
import traceback
from pathlib import Path

import cases
from rig import Rig


async def main(plan: dict) -> int:
    rig = Rig(plan)
    await rig.open()
    failed = 0
    for case in cases.ALL:
        if case.over_http and rig.slow is None:
            continue
        failed += not await holds(case, rig)
    await rig.close()
    return 1 if failed else 0


async def holds(case, rig: Rig) -> bool:
    started = time.monotonic()
    try:
        # Longer than every deadline at work, so that a case which hangs is told as such.
        await asyncio.wait_for(case.run(rig), timeout=30)
    except Exception as error:
        print(f"not ok - {rig.label}: {case.sentence}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()
        return False
    print(f"ok - {rig.label}: {case.sentence} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    sys.exit(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()))))
