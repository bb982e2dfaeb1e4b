"""Runs the live checks: the built program with real Icecast, Chromium and WebSocket clients.

    run.py [--relay PATH] [PART-OF-A-NAME ...]

The last line is "N passed, N failed"; the exit code says whether all passed.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile
import time

import relay
from harness import run_checks, stop_all
from icecast import Icecast

import check_titles  # noqa: F401  (each registers its checks, in this order)
import check_servers  # noqa: F401
import check_sources  # noqa: F401
import check_tagged  # noqa: F401
import check_compare  # noqa: F401
import check_finding  # noqa: F401
import check_reasons  # noqa: F401
import check_operator  # noqa: F401
import check_audio  # noqa: F401
import check_page  # noqa: F401
import check_artwork  # noqa: F401
import check_site  # noqa: F401
import check_commands  # noqa: F401
import check_tls  # noqa: F401
import check_http  # noqa: F401
import check_push  # noqa: F401
import check_wss  # noqa: F401
import check_compatible  # noqa: F401
import check_proxy  # noqa: F401
import check_proxies  # noqa: F401
import check_proxies_idle  # noqa: F401
import check_metrics  # noqa: F401
import check_history  # noqa: F401
import check_webhook  # noqa: F401
import check_mqtt  # noqa: F401
import check_hostile  # noqa: F401
import check_clients  # noqa: F401
import check_events  # noqa: F401
import check_bounds  # noqa: F401
import check_package  # noqa: F401
import check_restart  # noqa: F401  (the last: the Icecast that it starts anew ends with it)

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Setting:
    """What the checks share: one Icecast, one folder, one browser (started on demand)."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-live-"))
        self.folder.chmod(0o755)
        self.icecast = Icecast({"/utf8.mp3": ("UTF-8", 4096), "/latin1.mp3": (None, None)})
        self._browser = None

    @property
    def browser(self):
        if self._browser is None:
            from browser import Browser
            self._browser = Browser()
        return self._browser

    def close(self):
        if self._browser:
            self._browser.close()
        self.icecast.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--relay", type=pathlib.Path, default=ROOT / ".build/release/Relay")
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    relay.BINARY = options.relay.resolve()
    if not relay.BINARY.exists():
        sys.exit(f"{relay.BINARY} is not there: swift build -c release")
    setting = Setting()
    started = time.monotonic()
    try:
        setting.icecast.start()
        passed, failed = run_checks(setting, options.only)
    finally:
        setting.close()
        stop_all()
    print(f"{time.monotonic() - started:.0f} s")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
