"""How long after a save the browser shows it: .venv/bin/python -m bench.preview (after ./run conformance, for Chromium)."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from conformance.findings import INSTALLED, ROOT, output_of
from conformance.previews import served

ROUNDS = 15
SLUGS = ("us-peru-relations", "publisher-guide")


def main() -> None:
    """Change two documents under a preview, and print how long each change takes."""
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "source", root / "source")
        (root / "publisher.toml").touch()
        process, address = served(root)
        try:
            chromium = shutil.which("chromium") or "chromium"
            script = Path(__file__).parent / "preview.js"
            environment = {"NODE_PATH": str(INSTALLED / "node_modules")}
            said = output_of(["node", script, chromium, address, root, str(ROUNDS), *SLUGS], environment)
        finally:
            process.terminate()
            process.wait()
    for slug, times in json.loads(said).items():
        print(f"{slug:24} median {statistics.median(times):4.0f} ms, slowest of {len(times)}: {max(times):4.0f} ms")


if __name__ == "__main__":
    main()
