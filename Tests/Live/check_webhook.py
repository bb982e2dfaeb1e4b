"""`--on-title`: signed requests in order, repeated where that helps, and never anywhere else."""

import base64
import json
import signal
import socket
import ssl
import time

import relay as program
from standardwebhooks import Webhook

from check_tls import certificates, trusting
from harness import check, free_port, until
from receiver import Receiver
from relay import FAST, Relay
from studio import Studio

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def secret_file(setting, text=SECRET, name="on-title.secret"):
    path = setting.folder / name
    path.write_text(text + "\n")
    return path


def relaying(setting, receiver, *stations, path="/hook?of=relay", scheme="http", host="127.0.0.1",
             more=(), secret=SECRET, env=None):
    return Relay(*stations, *FAST, "--on-title", f"{scheme}://{host}:{receiver.port}{path}",
                 "--on-title-secret-file", secret_file(setting, secret), *more, env=env)


def titles(receiver):
    with receiver.lock:
        return [json.loads(body)["display"] for _, body, _, _ in receiver.requests]


def metric(serving, line):
    return f"icy_relay_{line}\n" in serving.get("/metrics")[2].decode()


@check("webhook: titles are posted in order, with a signature that a public library verifies")
def signed(setting):
    jazz, rock = Studio("A - One"), Studio("B - One")
    with Receiver(204, {"status": 200, "body": b"thanks"}) as receiver:
        serving = relaying(setting, receiver, f"jazz={jazz.url}", f"rock={rock.url}")
        until(lambda: {"A - One", "B - One"} <= set(titles(receiver)), "the first titles")
        for number in range(2, 12):
            jazz.say(f"A - Größe {number}")
            until(lambda: titles(receiver)[-1] == f"A - Größe {number}",
                  lambda: f"title {number}; {titles(receiver)}")
        ids = []
        for headers, body, _, path in receiver.requests:
            event = Webhook(SECRET).verify(body, headers)
            assert event["type"] == "title" and event["id"] == headers["webhook-id"], event
            assert path == "/hook?of=relay" and headers["Content-Type"] == "application/json"
            ids.append(int(event["id"].split(":")[1]))
        assert ids == sorted(set(ids)), ids
        # Each of them is what a client is sent.
        assert json.loads(receiver.requests[-1][1]) == serving.snapshot("/jazz")["now_playing"]
        assert receiver.connections <= 2, f"{receiver.connections} connections for 12 titles"
        assert metric(serving, 'webhook_titles_total{result="sent"} 12')
        assert serving.terminate() == 0
    jazz.close(), rock.close()


@check("webhook: what is answered with 503 or 429, or is not answered, is repeated in order")
def repeated(setting):
    station = Studio("A - 1")
    answers = [503, {"status": 429, "headers": {"Retry-After": "1"}}, 204]
    with Receiver(*answers) as receiver:
        serving = relaying(setting, receiver, f"jazz={station.url}", secret="a-plain-text-secret")
        until(lambda: receiver.requests, "the first request")
        station.say("A - 2", "A - 3")
        until(lambda: titles(receiver)[-2:] == ["A - 2", "A - 3"], lambda: f"{titles(receiver)}")
        assert titles(receiver) == ["A - 1"] * 3 + ["A - 2", "A - 3"], titles(receiver)
        assert len({headers["webhook-id"] for headers, *_ in receiver.requests}) == 3
        for headers, body, _, _ in receiver.requests:
            Webhook(b"a-plain-text-secret").verify(body, headers)
        times = [at for _, _, at, _ in receiver.requests]
        assert times[2] - times[1] >= 0.95, f"Retry-After: {times[2] - times[1]}"
        said = [line for line in serving.err if "webhook" in line]
        assert len(said) == 2 and "503" in said[0] and "again; none was lost" in said[1], said
        port = receiver.port
    # The receiver is down; an open connection may have been closed with it.
    station.say("A - 4", "A - 5")
    until(lambda: any("refuses the connection" in line for line in serving.err), "the outage")
    with Receiver(204, port=port) as receiver:
        until(lambda: titles(receiver) == ["A - 4", "A - 5"], lambda: f"{titles(receiver)}")
    serving.terminate()
    station.close()


@check("webhook: a redirect is not followed, and other refusals are not repeated")
def refused(setting):
    station = Studio("A - 1")
    with Receiver(204) as elsewhere:
        there = {"Location": f"http://127.0.0.1:{elsewhere.port}/"}
        answers = [{"status": 307, "headers": there}, 404, {"status": 401}, 401, 204]
        with Receiver(*answers) as receiver:
            serving = relaying(setting, receiver, f"jazz={station.url}")
            for number in range(1, 6):
                until(lambda: len(receiver.requests) == number, f"request {number}")
                station.say(f"A - {number + 1}")
            until(lambda: metric(serving, 'webhook_titles_total{result="sent"} 2'), "two are sent")
            assert titles(receiver) == [f"A - {number}" for number in range(1, 7)]
            assert metric(serving, 'webhook_titles_total{result="refused"} 4')
            said = "\n".join(serving.err)
            assert "307 Temporary Redirect: redirects are not followed" in said, said
            assert said.count("answers 401") == 1 and "404 Not Found: check the address" in said, said
            assert not elsewhere.requests and elsewhere.connections == 0
            serving.terminate()
    station.close()


@check("webhook: a slow receiver delays nobody, and the oldest titles are dropped")
def slow(setting):
    # Two, since each may send a thousand titles a second.
    station, other = Studio("A - 1"), Studio(None)
    with Receiver({"status": 200, "wait": 30}, 204) as receiver:
        serving = relaying(setting, receiver, f"jazz={station.url}", f"rock={other.url}")
        until(lambda: receiver.requests, "the first request")
        station.say(*(f"A - {number}" for number in range(2, 603)))
        until(lambda: metric(serving, "webhook_waiting 602"), "the first half waits")
        last = 1202
        other.say(*(f"A - {number}" for number in range(603, last + 1)))
        until(lambda: (serving.snapshot("/rock")["now_playing"] or {}).get("title") == str(last),
              "clients see the last title while the receiver waits")
        until(lambda: metric(serving, "webhook_waiting 1000"), "the queue is full")
        assert metric(serving, 'webhook_titles_total{result="dropped"} 202')
        receiver.released.set()
        until(lambda: titles(receiver)[-1] == f"A - {last}", lambda: f"{titles(receiver)[-1]}")
        assert titles(receiver)[:3] == ["A - 1", "A - 204", "A - 205"], titles(receiver)[:3]
        said = [line for line in serving.err if "webhook" in line]
        assert len(said) == 2 and "the oldest are dropped" in said[0], said
        assert said[1].endswith("202 were dropped"), said
        serving.terminate()
    station.close(), other.close()


@check("webhook: its certificate is checked, and a user in its address is refused")
def checked(setting):
    certificates(setting.folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(setting.folder / "localhost.pem", setting.folder / "localhost.key")
    station = Studio("A - 1")
    with Receiver(204, tls=context) as receiver:
        here = {"scheme": "https", "host": "localhost",
                "secret": f"{SECRET}\nAuthorization: Bearer abc"}
        serving = relaying(setting, receiver, f"jazz={station.url}", **here)
        until(lambda: any("certificate refused" in line for line in serving.err), "a refusal")
        serving.terminate()
        assert not receiver.requests
        serving = relaying(setting, receiver, f"jazz={station.url}", env=trusting(setting), **here)
        until(lambda: receiver.requests, "the title")
        assert receiver.requests[0][0]["Authorization"] == "Bearer abc"
        assert not any("abc" in line or SECRET in line for line in serving.err), serving.err
        serving.terminate()
    station.close()
    for arguments, says in [
        (["--on-title", "http://user:secret@127.0.0.1/"], "leave out the user and the password"),
        (["--on-title", "http://127.0.0.1/"], "needs --on-title-secret-file beside it"),
        (["--on-title-secret-file", secret_file(setting, "short", "s"), "--on-title", "http://h/"],
         "a secret has 16 to 256 bytes"),
    ]:
        code, _, errors = program.run("http://127.0.0.1:1/", "--listen", "0", *arguments)
        assert code in (64, 78) and says in errors[0], (code, errors)
        assert "user:secret" not in errors[0], errors


@check("webhook: SIGTERM sends what waits, or ends in time; SIGHUP takes another address")
def ends(setting):
    station = Studio("A - 1")
    with Receiver(204, {"status": 200, "wait": 0.5}, 204) as receiver, Receiver(204) as other:
        file = setting.folder / "webhook.json"
        # A query may have a secret: it is never logged.
        address = "http://127.0.0.1:{}/?token=hidden"

        def configure(port):
            settings = {
                "stations": [{"name": "jazz", "url": station.url}], "title_rate": 1000,
                "on_title": address.format(port), "on_title_secret_file": "on-title.secret"}
            secret_file(setting)
            file.write_text(json.dumps(settings))

        configure(receiver.port)
        serving = Relay("--config", file)
        until(lambda: titles(receiver) == ["A - 1"], "the first title")
        station.say("A - 2", "A - 3")
        until(lambda: len(receiver.requests) == 2, "the second title")
        until(lambda: metric(serving, "webhook_waiting 2"), "the third title waits")
        assert serving.terminate() == 0
        assert titles(receiver) == ["A - 1", "A - 2", "A - 3"], titles(receiver)

        configure(free_port())
        serving = Relay("--config", file)
        until(lambda: any("refuses the connection" in line for line in serving.err), "an outage")
        configure(other.port)
        serving.send(signal.SIGHUP)
        until(lambda: titles(other) == ["A - 3"], lambda: f"{titles(other)}")
        with socket.create_server(("127.0.0.1", 0)) as silent:
            configure(silent.getsockname()[1])
            serving.send(signal.SIGHUP)
            until(lambda: sum("reloaded" in line for line in serving.err) == 2, "the reload")
            station.say("A - 4")
            until(lambda: metric(serving, "webhook_waiting 1"), "a title waits")
            began = time.monotonic()
            assert serving.terminate() == 0
            assert 1.5 < time.monotonic() - began < 4, time.monotonic() - began
        assert any("were not sent" in line and line.endswith(": 1") for line in serving.err)
        assert not any("hidden" in line for line in serving.err), serving.err
    station.close()
