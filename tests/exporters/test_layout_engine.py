"""The layout engine comes in without programs being started to look for its libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import ctypes.util, subprocess, sys
def started(*_, **__):
    raise AssertionError("a program was started")
search, subprocess.Popen.__init__ = ctypes.util.find_library, started
from publisher.exporters.layout_engine import layout_engine
layout_engine()
assert "weasyprint" in sys.modules
assert ctypes.util.find_library is search
from weasyprint.text.ffi import harfbuzz_subset, pango
assert pango.pango_version() > 10000 and harfbuzz_subset is not None
"""


@pytest.mark.skipif(sys.platform != "linux", reason="libraries have other names on other systems")
def test_no_program_is_started_to_look_for_libraries() -> None:
    subprocess.run([sys.executable, "-c", PROBE], check=True)
