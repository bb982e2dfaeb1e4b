"""GLib's libsoup 3 with its defaults: glib_sockets.py URL

As python_sockets.py, which says what is printed.
"""

import json
import sys

import gi

gi.require_version("Soup", "3.0")
from gi.repository import GLib, Soup  # noqa: E402

loop, session = GLib.MainLoop(), Soup.Session()
open_sockets = []
SUBPROTOCOLS = {"text": None, "json": ["icy.json.v1"], "chat": ["chat"]}
left = list(SUBPROTOCOLS)


def say(client, what, data=""):
    print(json.dumps({"client": client, "what": what, "data": data}), flush=True)


def start(form):
    client = f"libsoup.{form}"
    request = Soup.Message.new("GET", sys.argv[1] + client)

    def is_over():
        left.remove(form)
        if not left:
            loop.quit()

    def ended(socket):
        say(client, "close", socket.get_close_code())
        is_over()

    def connected(session, result):
        try:
            socket = session.websocket_connect_finish(result)
        except GLib.Error as error:
            say(client, "error", error.message)
            return is_over()
        open_sockets.append(socket)
        say(client, "open", socket.get_protocol() or "")
        socket.connect("message", lambda _, kind, data: say(
            client, "text", data.get_data().decode()))
        socket.connect("closed", ended)

    session.websocket_connect_async(
        request, None, SUBPROTOCOLS[form], GLib.PRIORITY_DEFAULT, None, connected)


say("libsoup", "version", ".".join(str(part) for part in (
    Soup.get_major_version(), Soup.get_minor_version(), Soup.get_micro_version())))
for form in list(left):
    start(form)
loop.run()
