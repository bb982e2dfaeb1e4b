"""The peer in Python: the package `websockets` and its broadcast(). Reads the titles of one stream.

    peer.py SOURCE-PORT PATH       prints its port
"""

import asyncio
import sys

from websockets.asyncio.server import broadcast, serve

clients = set()
title = None


async def welcome(client):
    clients.add(client)
    try:
        if title is not None:
            await client.send(title)
        await client.wait_closed()
    finally:
        clients.discard(client)


async def read_titles(port, path):
    global title
    stream, request = await asyncio.open_connection("127.0.0.1", port)
    request.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nIcy-MetaData: 1\r\n\r\n".encode())
    head = await stream.readuntil(b"\r\n\r\n")
    metaint = int(head.split(b"icy-metaint:")[1].split(b"\r\n")[0])
    while True:
        await stream.readexactly(metaint)
        size = (await stream.readexactly(1))[0] * 16
        if size:
            block = (await stream.readexactly(size)).decode()
            title = block.removeprefix("StreamTitle='").split("';")[0]
            broadcast(clients, title)


async def main():
    port, path = int(sys.argv[1]), sys.argv[2]
    # No pings, no compression: only delivery is measured.
    async with serve(welcome, "127.0.0.1", 0, ping_interval=None, compression=None,
                     backlog=4096) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await read_titles(port, path)


asyncio.run(main())
