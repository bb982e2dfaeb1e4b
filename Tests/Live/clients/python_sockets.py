"""WebSocket libraries of PyPI with their defaults: python_sockets.py URL LIBRARY ...

URL ends in `client=`; each library connects three times: as `LIBRARY.text` without a subprotocol,
as `LIBRARY.json` with icy.json.v1, and as `LIBRARY.chat` with one that the relay does not know.
Each line of output is a JSON object: `client`, `what` (open, text, close or error) and `data`. The
program ends when all connections have.
"""

import asyncio
import importlib.metadata
import json
import sys
import threading

SUBPROTOCOLS = {"text": None, "json": ["icy.json.v1"], "chat": ["chat"]}
lock = threading.Lock()


def say(client, what, data=""):
    with lock:
        print(json.dumps({"client": client, "what": what, "data": data}), flush=True)


# ---- Each library: how its users write it ----------------------------------------------------

async def websockets_(url, subprotocols, say):
    import websockets
    try:
        async with websockets.connect(url, subprotocols=subprotocols) as socket:
            say("open", socket.subprotocol or "")
            async for message in socket:
                say("text", message)
        say("close", socket.close_code)
    except websockets.exceptions.ConnectionClosed as end:
        say("close", end.rcvd.code if end.rcvd else 1006)


async def aiohttp_(url, subprotocols, say):
    import aiohttp
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url, protocols=subprotocols or ()) as socket:
            say("open", socket.protocol or "")
            async for message in socket:
                say("text", message.data)
            say("close", socket.close_code)


async def tornado_(url, subprotocols, say):
    from tornado.websocket import websocket_connect
    socket = await websocket_connect(url, subprotocols=subprotocols)
    say("open", socket.selected_subprotocol or "")
    while (message := await socket.read_message()) is not None:
        say("text", message)
    say("close", socket.close_code)


async def picows_(url, subprotocols, say):
    import picows

    class Listener(picows.WSListener):
        def on_ws_connected(self, transport):
            chosen = transport.response.headers.get("Sec-WebSocket-Protocol", "")
            say("open", chosen)

        def on_ws_frame(self, transport, frame):
            if frame.msg_type == picows.WSMsgType.TEXT:
                say("text", frame.get_payload_as_utf8_text())
            elif frame.msg_type == picows.WSMsgType.CLOSE:
                say("close", int(frame.get_close_code()))
                transport.send_close(frame.get_close_code())
                transport.disconnect()

    headers = {"Sec-WebSocket-Protocol": ", ".join(subprotocols)} if subprotocols else None
    transport, _ = await picows.ws_connect(Listener, url, extra_headers=headers)
    await transport.wait_disconnected()


async def httpx_ws_(url, subprotocols, say):
    import httpx
    import httpx_ws
    async with httpx.AsyncClient() as client:
        async with httpx_ws.aconnect_ws(url, client, subprotocols=subprotocols) as socket:
            say("open", socket.subprotocol or "")
            try:
                while True:
                    say("text", await socket.receive_text())
            except httpx_ws.WebSocketDisconnect as end:
                say("close", end.code)


async def autobahn_(url, subprotocols, say):
    from urllib.parse import urlsplit
    from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
    ended = asyncio.get_running_loop().create_future()

    class Protocol(WebSocketClientProtocol):
        def onConnect(self, response):
            say("open", response.protocol or "")

        def onMessage(self, payload, isBinary):
            say("text", payload.decode())

        def onClose(self, wasClean, code, reason):
            say("close", self.remoteCloseCode or code)
            ended.set_result(None)

    factory = WebSocketClientFactory(url, protocols=subprotocols)
    factory.protocol = Protocol
    where = urlsplit(url)
    await asyncio.get_running_loop().create_connection(factory, where.hostname, where.port)
    await ended


def websocket_client(url, subprotocols, say):
    import websocket
    socket = websocket.create_connection(url, subprotocols=subprotocols)
    say("open", socket.subprotocol or "")
    while True:
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            say("close", int.from_bytes(data[:2], "big"))
            return
        say("text", data.decode())


LIBRARIES = {
    "websockets": websockets_, "aiohttp": aiohttp_, "tornado": tornado_, "picows": picows_,
    "httpx-ws": httpx_ws_, "autobahn": autobahn_, "websocket-client": websocket_client,
}


# ---- All at once -----------------------------------------------------------------------------

async def run(url, name, form):
    client, library = f"{name}.{form}", LIBRARIES[name]
    arguments = (url + client, SUBPROTOCOLS[form],
                 lambda what, data="": say(client, what, data))
    try:
        if asyncio.iscoroutinefunction(library):
            await library(*arguments)
        else:
            await asyncio.to_thread(library, *arguments)
    except Exception as error:
        say(client, "error", f"{type(error).__name__}: {error}")


async def main():
    url, names = sys.argv[1], sys.argv[2:]
    for name in names:
        say(name, "version", importlib.metadata.version(name))
    await asyncio.gather(*(run(url, name, form) for name in names for form in SUBPROTOCOLS))


asyncio.run(main())
