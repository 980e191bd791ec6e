"""Starts `npm start` as a newcomer would, makes one call over HTTP, and stops it again."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request

WITHIN_S = 10


def post(url: str, method: str, params: dict) -> str:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    request = urllib.request.Request(url, body.encode(), headers)
    with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
        return answer.read().decode()


def main() -> int:
    server = subprocess.Popen(
        ["npm", "start"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    limit = threading.Timer(WITHIN_S, lambda: os.killpg(server.pid, signal.SIGKILL))
    limit.start()
    try:
        printed = []
        for line in server.stdout:
            printed.append(line)
            if "http://127.0.0.1:8080/mcp?client=voice" in line:
                break
        else:
            print("".join(printed))
            print(f"The server did not print its address within {WITHIN_S} s.")
            return 1
        url = "http://127.0.0.1:8080/mcp?client=voice"
        arguments = {"date": "tomorrow", "party_size": 2, "meal": "dinner"}
        answer = post(url, "tools/call", {"name": "reservations_check", "arguments": arguments})
        print(answer.strip())
        return 0 if '"type":"text"' in answer and "internal" not in answer else 1
    finally:
        limit.cancel()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=5)


if __name__ == "__main__":
    sys.exit(main())
