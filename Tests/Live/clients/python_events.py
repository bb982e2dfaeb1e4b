"""Libraries of PyPI for server-sent events, as their users write them:
python_events.py URL LIBRARY[=LAST-ID] ...

URL ends in `client=`; each library connects with its name. Each line of output is a JSON object:
`client`, `what` (event, end or error), `data`, and of an event also `id` (what the library says)
and `at` (the clock of `time.monotonic`). A library with LAST-ID goes on after that title.
"""

import asyncio
import importlib.metadata
import importlib.util
import json
import sys
import threading
import time

lock = threading.Lock()


def say(client, what, data="", **more):
    line = {"client": client, "what": what, "data": data, "at": time.monotonic(), **more}
    with lock:
        print(json.dumps(line), flush=True)


def fields(last_id):
    return {"Accept": "text/event-stream", **({"Last-Event-ID": last_id} if last_id else {})}


# ---- Each library ----------------------------------------------------------------------------

def requests_(url, last_id, event):
    """Line by line, with the default size of a piece."""
    import requests
    with requests.get(url, stream=True, headers=fields(last_id)) as answer:
        answer.raise_for_status()
        own_id = None
        for line in answer.iter_lines(decode_unicode=True):
            name, _, value = line.partition(": ")
            if name == "id":
                own_id = value
            elif name == "data":
                event(value, own_id)


def sseclient_(url, last_id, event):
    """The module of the package `sseclient`: sseclient-py has a package of the same name."""
    path = next(file for file in importlib.metadata.files("sseclient")
                if file.name == "sseclient.py").locate()
    spec = importlib.util.spec_from_file_location("sseclient_module", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for message in module.SSEClient(url, last_id=last_id):
        event(message.data, message.id)


def sseclient_py(url, last_id, event):
    import requests
    import sseclient
    answer = requests.get(url, stream=True, headers=fields(last_id))
    answer.raise_for_status()
    for message in sseclient.SSEClient(answer).events():
        event(message.data, message.id)


def httpx_sse_(url, last_id, event):
    import httpx
    import httpx_sse
    with httpx.Client(timeout=None) as client:
        with httpx_sse.connect_sse(client, "GET", url, headers=fields(last_id)) as source:
            source.response.raise_for_status()
            for message in source.iter_sse():
                event(message.data, message.id)


def requests_sse_(url, last_id, event):
    import requests_sse
    with requests_sse.EventSource(url, latest_event_id=last_id) as source:
        for message in source:
            event(message.data, message.last_event_id)


async def aiohttp_sse_client_(url, last_id, event):
    from aiohttp_sse_client.client import EventSource
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with EventSource(url, headers=headers) as source:
        async for message in source:
            event(message.data, message.last_event_id)


LIBRARIES = {
    "requests": requests_, "sseclient": sseclient_, "sseclient-py": sseclient_py,
    "httpx-sse": httpx_sse_, "requests-sse": requests_sse_,
    "aiohttp-sse-client": aiohttp_sse_client_,
}


def run(url, name, last_id):
    library = LIBRARIES[name]

    def event(data, own_id):
        say(name, "event", data, id=own_id)

    try:
        if asyncio.iscoroutinefunction(library):
            asyncio.run(library(url + name, last_id, event))
        else:
            library(url + name, last_id, event)
        say(name, "end")
    except Exception as error:
        say(name, "error", f"{type(error).__name__}: {error}")


def main():
    url, wanted = sys.argv[1], sys.argv[2:]
    threads = []
    for name, _, last_id in (each.partition("=") for each in wanted):
        say(name, "version", importlib.metadata.version(name))
        threads.append(threading.Thread(target=run, args=(url, name, last_id or None)))
        threads[-1].start()
    for thread in threads:
        thread.join()


main()
