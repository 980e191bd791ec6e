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

import approval_cases
import cases
import mail_cases
from rig import Rig


async def main(plan: dict) -> int:
    rig = Rig(plan)
    flow = flow_of(plan)
    told = [case for case in flow if plan.get("slowToolset") or not case.over_http]
    held = [await holds(case, rig) for case in told]
    return 0 if all(held) else 1


def flow_of(plan: dict) -> list[cases.Case]:
    if plan.get("operator"):
        return approval_cases.ALL
    return mail_cases.ALL if plan.get("mailbox") else cases.ALL


async def holds(case: cases.Case, rig: Rig) -> bool:
    started = time.monotonic()
    try:
        # Longer than every deadline at work, so that a case which hangs is told as such.
        await asyncio.wait_for(case.run(rig), timeout=30)
    except Exception as error:
        print(f"not ok - {rig.label}: {case.sentence}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()
        return False
    seconds = time.monotonic() - started
    took = f" ({seconds:.1f} s)" if seconds > 0.5 else ""
    print(f"ok - {rig.label}: {case.sentence}{took}", flush=True)
    return True


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    sys.exit(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()))))
