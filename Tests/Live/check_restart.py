"""Losing the station, and ending."""

from harness import check, until
from relay import Listener, Relay

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
