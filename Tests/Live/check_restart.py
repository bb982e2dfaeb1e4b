"""Losing the station, starting and ending."""

import json
import os
import signal
import time

import relay as program
from harness import Process, check, until
from relay import Listener, Relay
from studio import Studio
from wire import WebSocket

MOUNT = "/utf8.mp3"


@check("restart: Icecast killed and started again; the relay comes back, no client has to")
def icecast(setting):
    relay = Relay(setting.icecast.url(MOUNT))
    setting.icecast.set_title(MOUNT, "Before - Restart")
    clients = [Listener(relay.ws()), Listener(relay.ws(), "icy.json.v1")]
    for client in clients:
        client.wait_for("Before - Restart")
    setting.icecast.kill()
    states = lambda: [m["state"] for m in clients[1].messages if m["type"] == "station"]
    until(lambda: states()[-1] != "live", lambda: f"clients are told; states {states()}")
    down = len(states())
    setting.icecast.start()
    setting.icecast.set_title(MOUNT, "After - Restart")
    for client in clients:
        client.wait_for("After - Restart", within=90)
    until(lambda: states()[-1] == "live", lambda: f"live again; states {states()}")
    waiting = [m for m in clients[1].messages if m["type"] == "station" and m["state"] == "waiting"]
    assert waiting and all(m["reason"] and m["retry_at"] for m in waiting), waiting
    assert "live" in states()[down:] and all(client.closed is None for client in clients)
    for client in clients:
        client.close()
    relay.terminate()


@check("ending: SIGTERM closes clients with 1001 and ends with exit code 0")
def sigterm(setting):
    relay = Relay(setting.icecast.url(MOUNT))
    clients = [Listener(relay.ws()), Listener(relay.ws(), "icy.json.v1")]
    assert relay.terminate() == 0, relay.err
    until(lambda: all(client.closed for client in clients), "clients see the end")
    assert [client.closed for client in clients] == [1001, 1001]


@check("ending: who asks twice does not wait for clients that do not say goodbye")
def twice(setting):
    studios = [Studio("One - Song"), Studio("Two - Song")]
    relay = Relay(*(f"{name}={studio.url}" for name, studio in zip("ab", studios)),
                  "--loops", "2")
    # The second station's clients are on the second loop: the first one has none, and ends at once.
    client = WebSocket(relay.port, "/b")
    client.find(1)
    began = time.monotonic()
    while relay.child.poll() is None:
        relay.send(signal.SIGTERM)
        time.sleep(0.01)
        assert time.monotonic() - began < 10, "it goes on"
    # 0 would mean that it waited for its client.
    assert relay.wait() in (128 + signal.SIGTERM, -signal.SIGTERM), relay.child.returncode
    client.close()
    for studio in studios:
        studio.close()


def fed(pipe, text):
    """Whether a process reads this pipe; if so, it gets the text."""
    try:
        descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return False
    os.write(descriptor, text.encode())
    os.close(descriptor)
    return True


@check("config: SIGHUP while the configuration is still being read ends nothing, and counts")
def early_reload(setting):
    studio = Studio("Early - Song")
    file = setting.folder / "slow.json"
    os.mkfifo(file)
    relay = Process([program.BINARY, "--config", file, "--listen", "127.0.0.1:0"])
    status = lambda: open(f"/proc/{relay.child.pid}/status").read()
    blocked = lambda: int(status().split("SigBlk:")[1].split()[0], 16)
    until(lambda: blocked() >> (signal.SIGHUP - 1) & 1, "SIGHUP waits")
    relay.send(signal.SIGHUP)
    content = json.dumps({"stations": [{"name": "early", "url": studio.url}]})
    until(lambda: fed(file, content), "the configuration is read")
    until(lambda: any("titles of early" in line for line in relay.err),
          lambda: f"the start; it said {relay.err}")
    until(lambda: fed(file, content), lambda: f"it is read again; it said {relay.err}")
    until(lambda: any("reloaded: 1 station" in line for line in relay.err),
          lambda: f"the reload; it said {relay.err}")
    assert relay.stop(signal.SIGTERM) == 0, relay.err
    studio.close()
