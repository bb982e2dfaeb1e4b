"""`--mqtt`: the newest titles at a real broker, retained, and what becomes of them."""

import json
import re
import signal
import unicodedata

import relay as program

from broker import PASSWORD, USER, Broker
from check_tls import trusting
from harness import check, until
from relay import Relay
from studio import Studio

OBJECT = re.compile(r"[A-Za-z0-9_-]+")


def configure(setting, broker, stations, **more):
    """The configuration file of a Relay; `stations` by name."""
    (setting.folder / "mqtt.password").write_text(PASSWORD + "\n")
    settings = {
        "mqtt": f"mqtts://{USER}@localhost:{broker.port}", "mqtt_password_file": "mqtt.password",
        "mqtt_prefix": "home/radio", "mqtt_discovery": "homeassistant", "title_rate": 1000,
        "stations": [{"name": name, "url": url} for name, url in stations.items()], **more}
    file = setting.folder / "mqtt.json"
    file.write_text(json.dumps({key: value for key, value in settings.items() if value}))
    return file


def states(broker):
    return {topic: payload for topic, payload in broker.retained().items()
            if topic.endswith(("/state", "/status"))}


def metric(serving, line):
    return f"icy_relay_{line}\n" in serving.get("/metrics")[2].decode()


def retained_titles(setting, version):
    jazz, rock = Studio("Björk - Jóga"), Studio("A - One")
    broker = Broker(setting)
    file = configure(setting, broker, {"jazz": jazz.url, "rock.fm~1_x": rock.url},
                     mqtt_version=version)
    serving = Relay("--config", file, env=trusting(setting))
    expected = {"home/radio/status": "online", "home/radio/jazz/state": "Björk - Jóga",
                "home/radio/rock.fm~1_x/state": "A - One"}
    until(lambda: states(broker) == expected, lambda: f"{states(broker)}; {serving.err}")
    heard = broker.client("home/radio/#")
    until(lambda: heard.last("home/radio/jazz/state"), "the title")
    # A code point of Python is what Home Assistant counts.
    long = "A - " + "e\u0301" * 300
    for title in ["A - Two", long, "A - Three", ""]:
        before = heard.last("home/radio/jazz/state")
        jazz.say(title)
        until(lambda: heard.last("home/radio/jazz/state") != before, f"title {title!r}")
        state = heard.last("home/radio/jazz/state")
        event = json.loads(until(lambda: heard.last("home/radio/jazz"), "the event"))
        assert event == serving.snapshot("/jazz")["now_playing"]
        if title is long:
            whole, cut = event["display"], state[:-1]
            assert 253 < len(state) <= 255 and state[-1] == "…" and whole.startswith(cut), state
            assert not unicodedata.combining(whole[len(cut)]) and len(whole) > 300, whole
        else:
            assert state == title == event["display"], (state, title)
    retained = broker.retained()
    assert "home/radio/jazz/state" not in retained and "home/radio/jazz" in retained
    devices = set()
    for name, identifier in [("jazz", "jazz"), ("rock.fm~1_x", "rock_dfm_t1__x")]:
        about = json.loads(retained[f"homeassistant/sensor/home_sradio/{identifier}/config"])
        assert OBJECT.fullmatch(identifier) and OBJECT.fullmatch(about["unique_id"])
        assert about["state_topic"] == f"home/radio/{name}/state"
        assert about["json_attributes_topic"] == f"home/radio/{name}"
        assert about["availability_topic"] == "home/radio/status"
        devices.add(json.dumps(about["device"]))
    assert len(devices) == 1
    assert metric(serving, "mqtt_connected 1") and metric(serving, "mqtt_failures_total 0")
    until(lambda: metric(serving, "mqtt_waiting 0"), "everything is acknowledged")
    assert not any(PASSWORD in line for line in serving.err)
    assert serving.terminate() == 0
    until(lambda: heard.last("home/radio/status") == "offline", "it says that it is offline")
    heard.close()
    broker.stop()
    jazz.close(), rock.close()


@check("mqtt: 3.1.1: titles are retained, over TLS and with a password")
def old_version(setting):
    retained_titles(setting, None)


@check("mqtt: 5: titles are retained, over TLS and with a password")
def new_version(setting):
    retained_titles(setting, "5")


@check("mqtt: the last will, a broker that restarts, and stations that are removed")
def comes_and_goes(setting):
    station = Studio("A - One")
    broker = Broker(setting)
    urls = {"a": station.url, "b": station.url, "c": station.url}
    file = configure(setting, broker, urls)
    serving = Relay("--config", file, env=trusting(setting))
    until(lambda: len(states(broker)) == 4, "the titles")

    broker.stop()
    until(lambda: any("mqtt: " in line and "tried again" in line for line in serving.err), "loss")
    station.say("A - Two")
    broker.start()
    # It has kept nothing, and is told all of it again.
    until(lambda: list(states(broker).values()).count("A - Two") == 3, lambda: f"{states(broker)}")
    assert sum("mqtt: connected" in line for line in serving.err) == 2, serving.err

    other = broker.client("home/radio/status")
    for topic in ("home/radio/lamp", "home/radio/b.state",
                  "homeassistant/sensor/home_sradio/x/config"):
        other.publish(topic, '{"of": "another program"}')
    configure(setting, broker, {"a": station.url, "c": station.url})
    serving.send(signal.SIGHUP)
    until(lambda: not [topic for topic in broker.retained() if "/b/" in topic or
                       topic == "home/radio/b"], lambda: f"{broker.retained()}")
    assert "home/radio/a" in broker.retained()

    serving.stop(signal.SIGKILL)
    until(lambda: other.last("home/radio/status") == "offline", "the last will")

    # What was removed while Relay was away is found after the next start.
    configure(setting, broker, {"a": station.url}, mqtt_version="5")
    serving = Relay("--config", file, env=trusting(setting))
    until(lambda: not [topic for topic in broker.retained() if "/c/" in topic or
                       topic == "home/radio/c"], lambda: f"{broker.retained()}")
    left = sorted(broker.retained())
    assert left == [
        "home/radio/a", "home/radio/a/state", "home/radio/b.state", "home/radio/lamp",
        "home/radio/status", "homeassistant/sensor/home_sradio/a/config",
        "homeassistant/sensor/home_sradio/x/config"], left
    serving.terminate()
    other.close()
    broker.stop()
    station.close()


@check("mqtt: refusals are said with advice, and secrets are not")
def refused(setting):
    station = Studio("A - One")
    broker = Broker(setting)

    def says(words, env=trusting(setting), password=PASSWORD, **more):
        file = configure(setting, broker, {"a": station.url}, **more)
        (setting.folder / "mqtt.password").write_text(password)
        serving = Relay("--config", file, env=env)
        until(lambda: any(words in line for line in serving.err), lambda: f"{words}: {serving.err}")
        assert not any(password in line for line in serving.err), serving.err
        assert serving.terminate() == 0

    says("mqtt: certificate refused", env={"SSL_CERT_FILE": "/dev/null"})
    says("mqtt: the broker does not allow it; let this user connect", password="another-password")
    says("mqtt: the broker does not allow it", password="another-password", mqtt_version="5")
    says("is it a broker, and with TLS or without?", mqtt=f"mqtt://{USER}@127.0.0.1:{broker.port}")
    broker.stop()
    says("refuses the connection; is it running?")
    station.close()
    for more, words in [
        ({"mqtt": "mqtt://user:hidden@h"}, "leave out the password"),
        ({"mqtt": "mqtt://h"}, "mqtt-password-file needs a user"),
        ({"mqtt": None}, "needs --mqtt beside it"),
        ({"mqtt_prefix": "a/+/b"}, "expected levels of"),
        ({"mqtt_version": "4"}, "3.1.1 or 5"),
        ({"stations": {"status": "http://h/"}}, "a station named"),
    ]:
        file = configure(setting, broker, **{"stations": {"a": "http://h/"}, **more})
        code, _, errors = program.run("check-config", file)
        assert code == 78 and words in errors[0], (more, errors)
        assert "hidden" not in errors[0]
