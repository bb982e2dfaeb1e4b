"""Qt's QWebSocket (PyQt5) with its defaults: qt_sockets.py URL

As python_sockets.py, which says what is printed. Qt 5 has no subprotocols of its own: the field is
set on the request, as its users do.
"""

import json
import signal
import sys

from PyQt5.QtCore import QT_VERSION_STR, QCoreApplication, QUrl
from PyQt5.QtNetwork import QNetworkRequest
from PyQt5.QtWebSockets import QWebSocket

signal.signal(signal.SIGINT, signal.SIG_DFL)
application = QCoreApplication(sys.argv)
SUBPROTOCOLS = {"text": b"", "json": b"icy.json.v1", "chat": b"chat"}
left = list(SUBPROTOCOLS)


def say(client, what, data=""):
    print(json.dumps({"client": client, "what": what, "data": data}), flush=True)


def start(form):
    client, socket = f"qt.{form}", QWebSocket()
    request = QNetworkRequest(QUrl(sys.argv[1] + client))
    if SUBPROTOCOLS[form]:
        request.setRawHeader(b"Sec-WebSocket-Protocol", SUBPROTOCOLS[form])

    def ended():
        say(client, "close", int(socket.closeCode()))
        left.remove(form)
        if not left:
            application.quit()

    socket.connected.connect(lambda: say(client, "open"))
    socket.textMessageReceived.connect(lambda message: say(client, "text", message))
    socket.error.connect(lambda _: say(client, "error", socket.errorString()))
    socket.disconnected.connect(ended)
    socket.open(request)
    return socket


say("qt", "version", QT_VERSION_STR)
sockets = [start(form) for form in list(left)]
application.exec_()
