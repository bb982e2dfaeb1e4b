"""netdata's collector for Icecast, from Debian's netdata-plugins-python, without netdata itself.

    netdata.py URL

Prints what one collection finds, as JSON.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build/netdata/usr/lib/netdata/python.d"


def collected(url):
    """{source: listeners}; None if the collector does not take it for an Icecast."""
    assert FOLDER.exists(), "netdata-plugins-python is not unpacked: Tests/run does that"
    done = subprocess.run(
        [sys.executable, __file__, url], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def main(url):
    sys.path.insert(0, str(FOLDER / "python_modules"))
    spec = importlib.util.spec_from_file_location("icecast", FOLDER / "icecast.chart.py")
    collector = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(collector)
    service = collector.Service(
        {"url": url, "update_every": 1, "priority": 1, "autodetection_retry": 0,
         "chart_cleanup": 0, "penalty": True, "job_name": "relay", "override_name": ""}, "relay")
    print(json.dumps(service._get_data() if service.check() else None))


if __name__ == "__main__":
    main(sys.argv[1])
