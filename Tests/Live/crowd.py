"""Many honest clients in one thread: they read at once, answer pings, and keep count of titles.

A thousand threads, or a thousand objects of a library, would measure the client.
"""

import json
import os
import select
import ssl
import threading

from studio import number_of
from wire import CLOSE, PING, TEXT, Events, Frames, code_of, connect, frame, get, upgrade

TEXT_KIND, JSON_KIND, SSE_KIND = "text", "json", "sse"


class Member:
    """One client: its kind, the numbers of the titles it got, and how it ended."""

    def __init__(self, kind, connection):
        self.kind, self.socket = kind, connection
        self.numbers, self.ids, self.head = [], [], b""
        self.parser = None
        self.pings, self.problem, self.code, self.ended = 0, None, None, False

    def received(self, data):
        if self.parser is None:
            self.head += data
            head, found, data = self.head.partition(b"\r\n\r\n")
            if not found:
                return
            want = b"HTTP/1.1 200 " if self.kind == SSE_KIND else b"HTTP/1.1 101 "
            assert head.startswith(want), head[:200]
            self.head = b""
            self.parser = Events() if self.kind == SSE_KIND else Frames()
        for message in self.parser.feed(data):
            if self.kind == SSE_KIND:
                self._event(message["data"])
            else:
                self._frame(*message)

    def _frame(self, opcode, payload):
        if opcode == PING:
            self.pings += 1
            self.socket.sendall(frame(10, payload))
        elif opcode == CLOSE:
            self.code = code_of(payload)
        elif opcode == TEXT and self.kind == TEXT_KIND:
            self.numbers.append(number_of(payload.decode()))
        elif opcode == TEXT:
            self._event(payload)

    def _event(self, text):
        event = json.loads(text)
        if event["type"] == "title":
            self.numbers.append(number_of(event["stream_title"]))
            self.ids.append(event["id"])

    def complaint(self, last):
        """What is wrong with what it got, if its last title should be this one; otherwise None."""
        if self.problem or self.ended:
            return f"{self.kind}: ended ({self.code}) {self.problem}"
        if not self.numbers:
            return f"{self.kind}: no title"
        if self.numbers != list(range(self.numbers[0], last + 1)):
            jumps = [pair for pair in zip(self.numbers, self.numbers[1:])
                     if pair[1] != pair[0] + 1]
            return f"{self.kind}: {self.numbers[0]}...{self.numbers[-1]} of {last}, {jumps[:5]}"
        if len(set(self.ids)) != len(self.ids):
            return f"{self.kind}: an id twice"
        return None


class Crowd:
    """`count` clients, of the kinds in turn and from the addresses in turn; `tls` is a context."""

    def __init__(self, port, count, kinds=(TEXT_KIND, JSON_KIND), addresses=(None,), path="/",
                 tls=None):
        self.port, self.path, self.tls = port, path, tls
        self.members, self.by_descriptor = [], {}
        self.poll, self.open = select.epoll(), True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        for number in range(count):
            self._join(kinds[number % len(kinds)], addresses[number % len(addresses)])

    def _join(self, kind, address):
        connection = connect(self.port, address)
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_hostname="localhost")
        connection.sendall(
            get(self.path, version="1.0", Accept="text/event-stream") if kind == SSE_KIND
            else upgrade(self.path, "icy.json.v1" if kind == JSON_KIND else None))
        connection.setblocking(False)
        member = Member(kind, connection)
        self.members.append(member)
        self.by_descriptor[connection.fileno()] = member
        # Edge triggered: what was received before is reported as well.
        self.poll.register(connection.fileno(), select.EPOLLIN | select.EPOLLET)

    def _run(self):
        while self.open:
            for descriptor, _ in self.poll.poll(0.2):
                member = self.by_descriptor.get(descriptor)
                if member and not member.ended:
                    self._read(member)

    def _read(self, member):
        try:
            while True:
                data = member.socket.recv(65536)
                if not data:
                    member.ended = True
                    break
                member.received(data)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except Exception as problem:  # A client that finds an error reports it at the end.
            member.problem, member.ended = repr(problem)[:300], True
        self.poll.unregister(member.socket.fileno())

    def all_have(self, number):
        return all(member.ended or (member.numbers and member.numbers[-1] >= number)
                   for member in self.members)

    def complaints(self, last):
        return [text for text in (member.complaint(last) for member in self.members) if text]

    def complaints_of_silence(self):
        """Problems of clients that had one title, then nothing for 30 s: were they kept alive?"""
        return [f"{member.kind}: {member.numbers}, pings {member.pings}, {member.problem}"
                for member in self.members
                if member.ended or len(member.numbers) != 1
                or not (member.parser.comments if member.kind == SSE_KIND else member.pings)]

    def close(self):
        self.open = False
        self.thread.join(5)
        for member in self.members:
            try:
                member.socket.close()
            except OSError:
                pass
        self.poll.close()


# ---- What a process costs -------------------------------------------------------------------

def descriptors(process):
    return len(os.listdir(f"/proc/{process.child.pid}/fd"))


def memory(process, what="VmRSS"):
    """KiB of a process: VmRSS is the current size, VmHWM the maximum so far."""
    with open(f"/proc/{process.child.pid}/status") as status:
        for line in status:
            if line.startswith(what + ":"):
                return int(line.split()[1])
    raise AssertionError(f"no {what}")


def cpu_seconds(process):
    with open(f"/proc/{process.child.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
