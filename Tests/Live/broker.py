"""mosquitto with TLS and a password, and a client that keeps what it hears."""

import os
import ssl
import subprocess

import paho.mqtt.client as paho

from check_tls import certificates
from harness import Process, answers, free_port, until

USER, PASSWORD = "radio", "a pass: word#"


class Broker:
    """A mosquitto that keeps nothing on disk, on one port, with a certificate for `localhost`."""

    def __init__(self, setting):
        certificates(setting.folder)
        self.folder, self.port = setting.folder, free_port()
        subprocess.run(["mosquitto_passwd", "-b", "-c", self.folder / "passwords", USER, PASSWORD],
                       check=True, capture_output=True)
        self.configuration = self.folder / "mosquitto.conf"
        self.configuration.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous false\npersistence false\n"
            f"password_file {self.folder}/passwords\n"
            f"certfile {self.folder}/localhost.pem\nkeyfile {self.folder}/localhost.key\n"
            + ("user root\n" if os.getuid() == 0 else ""))
        self.start()

    def start(self):
        self.process = Process(["mosquitto", "-c", self.configuration])
        until(lambda: answers(self.port), lambda: f"mosquitto listens; {self.process.err}")

    def stop(self):
        self.process.stop()

    def client(self, *topics):
        return Client(self, topics or ("#",))

    def retained(self, *topics):
        """What a new client is sent at once, by topic: everything before the answer to its last
        question."""
        client = self.client(*topics)
        try:
            client.ask_back()
            return {topic: payload for topic, payload, retained in client.heard if retained}
        finally:
            client.close()


class Client:
    def __init__(self, broker, topics):
        self.heard, self.subscribed = [], False
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self.client.username_pw_set(USER, PASSWORD)
        context = ssl.create_default_context(cafile=broker.folder / "ca.pem")
        self.client.tls_set_context(context)
        self.client.on_message = lambda client, data, message: self.heard.append(
            (message.topic, message.payload.decode(), bool(message.retain)))
        self.client.on_subscribe = lambda *_: setattr(self, "subscribed", True)
        self.client.connect("localhost", broker.port)
        self.client.loop_start()
        self.client.subscribe([(topic, 1) for topic in topics])
        until(lambda: self.subscribed, "the subscription")

    def publish(self, topic, payload, retain=True):
        self.client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(10)

    def ask_back(self):
        """Waits for what was sent before: a broker answers one client in order."""
        self.client.subscribe("question", 1)
        self.publish("question", "answer", retain=False)
        until(lambda: any(topic == "question" for topic, *_ in list(self.heard)), "the answer")

    def last(self, topic):
        return next((payload for name, payload, _ in reversed(list(self.heard)) if name == topic),
                    None)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()
