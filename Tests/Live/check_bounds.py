"""Bounded work: whatever one client or station does, no other one loses its title or its answer.

Each check has an honest station, a hundred honest clients and a probe of /healthz next to the
attack; see bounds.py. With RELAY_BOUNDS=long, each attack takes a minute.
"""

from bounds import SECONDS, Attack, Beside, both, compiled
from check_tls import certificates, trusting

import check_bounds_answers  # noqa: F401  (each registers its checks)
import check_bounds_floods  # noqa: F401
import check_bounds_names  # noqa: F401

# In addition to the program's own fluctuation: what some connections hold in flight.
TLS_KIB = 4 * 1024
# A connection that renews its keys without end is ended after a few dozen records. By then the
# kernel has accepted more of them, so the limit is a time and not a number of records.
SOON = 1.0


def key_updates(*arguments):
    return Attack(compiled("keyupdate", "-lssl", "-lcrypto"), *arguments)


@both("a client that renews its TLS keys without end is ended, and nobody else notices")
def of_clients(setting, loops):
    beside = Beside(setting, loops, secure=True)
    beside.begin()
    for mode in ("update", "requested", "unread", "hello"):
        figures = beside.attack(
            mode, key_updates("client", beside.relay.port, SECONDS / 4, mode))
        beside.expect(figures["ended by the relay"] >= figures["connections"] - 1 > 0
                      and figures["longest, s"] <= SOON, f"{mode}: {figures}")
    beside.end()
    beside.judge("KeyUpdates of clients", TLS_KIB, [(None, "client_tls")])
    beside.close()


@both("an https station that renews its TLS keys without end holds neither time nor memory")
def of_stations(setting, loops):
    certificates(setting.folder)
    servers, stations = {}, {}
    for mode in ("update", "requested", "unread"):
        servers[mode] = key_updates(
            "server", setting.folder / "localhost.pem", setting.folder / "localhost.key",
            SECONDS + 3, mode)
        stations[mode] = f"https://localhost:{servers[mode].port}/live"
    beside = Beside(setting, loops, stations, env=trusting(setting))
    beside.begin()
    for mode, server in servers.items():
        figures = beside.attack(mode, server)
        beside.expect(figures["ended by the relay"] >= 1 and figures["longest, s"] <= SOON,
                      f"{mode}: {figures}")
    beside.end()
    beside.judge("KeyUpdates of stations", TLS_KIB,
                 [(mode, "station_tls") for mode in servers], files=len(servers))
    beside.close()
