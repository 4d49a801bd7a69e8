"""The process that runs Vega-Lite: it reads a drawing's specification on each line, and writes its SVG on another.

It stands alone, so that V8, which does not survive a fork, is never started in a process that may be forked. What it
draws with is all it imports, and it ends with the process that started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from queue import SimpleQueue
from threading import Thread

import vl_convert

_VERSION = "6.4"


def _read(asked: SimpleQueue[str]) -> None:
    """Hand on each line; at the end of them leave at once, even where something is being drawn."""
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)


def main() -> None:
    """Draw until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the one that asks decides
    asked: SimpleQueue[str] = SimpleQueue()
    Thread(target=_read, args=(asked,), daemon=True).start()
    registered: set[str] = set()
    while True:
        task = json.loads(asked.get())
        for folder in task["fonts"]:
            if folder not in registered:
                vl_convert.register_font_directory(folder)
                registered.add(folder)
        try:
            answer = {"svg": vl_convert.vegalite_to_svg(task["spec"], vl_version=_VERSION, allowed_base_urls=[])}
        except ValueError as error:
            answer = {"error": str(error)}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
