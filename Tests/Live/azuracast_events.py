"""What azuracast-sse-client (PyPI) hands to its caller, as JSON lines.

    azuracast_events.py HOST:PORT

It knows only the station `radiospiral` and only https.
"""

import json
import sys
import types

from azuracast_sse_client import azuracast_sse_client as client

# Version 0.1.0 uses `os` without importing it, and calls `os.getenv` with brackets.
client.os = types.SimpleNamespace(getenv={"AZ_CLIENT_DEBUG": ""})


def tell(response):
    print(json.dumps({
        "artist": response.artist, "track": response.track, "album": response.album,
        "dj": response.dj, "art": response.artURL, "elapsed": response.elapsed}), flush=True)


client.run(client.build_sse_client(sys.argv[1], "radiospiral"), tell)
