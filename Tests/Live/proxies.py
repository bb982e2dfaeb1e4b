"""Real proxies, each with its configuration of `BehindAProxy.md`, in the foreground, in a folder."""

import pathlib
import re
import ssl

from check_tls import certificate
from harness import Process, answers, free_port, until
from relay import Listener
from wire import CLOSE, EventSource, Refused, WebSocket, code_of, connect, exchange, get

ARTICLE = (pathlib.Path(__file__).resolve().parents[2]
           / "Sources/Relay/Relay.docc/BehindAProxy.md")
NAME = "radio.example.org"  # as in the article
CERTIFICATE = f"/etc/ssl/{NAME}/"
RELAY_PORT = 8000


def block(language):
    """The one block of the article in this language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", ARTICLE.read_text(), re.M | re.S)
    assert len(found) == 1, (language, len(found))
    return found[0]


def replaced(text, pairs):
    """Puts the values of the checks in place of the article's; each of these must be there."""
    for theirs, ours in pairs.items():
        assert theirs in text, theirs
        text = text.replace(theirs, str(ours))
    return text


class Proxy(Process):
    """A proxy before a relay. The classes below say how theirs is configured and started.

    `language` is that of its block in the article.
    """

    name = language = None
    scheme, protocol = "https", "h2"
    waits = False  # whether a request waits while the relay is away
    compresses = False
    tunnel = None  # a pattern that its output has where a WebSocket is within HTTP/2 (RFC 8441)

    def __init__(self, setting, relay):
        self.port, self.relay_port = free_port(), relay.port
        self.folder = setting.folder / f"{self.language}-{self.port}"
        self.folder.mkdir()
        self.folder.chmod(0o755)
        if self.scheme == "https":
            certificate(setting.folder, NAME)
            chain, key = (setting.folder / f"{NAME}.{end}" for end in ("pem", "key"))
            (self.folder / "fullchain.pem").write_text(chain.read_text())
            (self.folder / "privkey.pem").write_text(key.read_text())
            (self.folder / "both.pem").write_text(chain.read_text() + key.read_text())
            self.tls = ssl.create_default_context(cafile=setting.folder / "ca.pem")
        else:
            self.tls = None
        super().__init__(self.start(block(self.language)), env=self.environment())
        until(lambda: answers(self.port) or self.child.poll() is not None,
              lambda: f"{self.name} listens; it said {self.err}")
        assert self.child.poll() is None, (self.out, self.err)

    def environment(self):
        return {}

    # ---- As a client --------------------------------------------------------------------------

    @property
    def host(self):
        """What a browser says in `Host`."""
        return f"{NAME}:{self.port}"

    def url(self, path="/", scheme=None):
        return f"{scheme or self.scheme}://{self.host}{path}"

    def ask(self, path="/", address=None, **fields):
        return exchange(self.port, get(path, host=self.host, Connection="close", **fields),
                        address=address, tls=self.tls, host=self.host)

    def websocket(self, path="/", subprotocol=None, **fields):
        return WebSocket(
            self.port, path, subprotocol, host=self.host, tls=self.tls, **fields)

    def events(self, path="/", **fields):
        return EventSource(self.port, path, host=self.host, tls=self.tls, **fields)

    def listener(self, path="/", subprotocol=None):
        """A client of the `websockets` library."""
        return Listener(self.url(path, self.scheme.replace("http", "ws")), subprotocol,
                        sock=connect(self.port), **({"ssl": self.tls} if self.tls else {}))

    # ---- As a program -------------------------------------------------------------------------

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


class Nginx(Proxy):
    name, language = "nginx", "nginx"
    # One process, which ends with the checks.
    around = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/relay.conf;
}}
"""

    def start(self, text):
        self.write("relay.conf", replaced(text, {
            "listen 443 ": f"listen 127.0.0.1:{self.port} ", CERTIFICATE: f"{self.folder}/",
            f"http://127.0.0.1:{RELAY_PORT}": f"http://127.0.0.1:{self.relay_port}"}))
        config = self.write("nginx.conf", self.around.format(folder=self.folder))
        return ["nginx", "-p", self.folder, "-e", self.folder / "error.log", "-c", config]


class Apache(Proxy):
    name, language = "Apache", "apache"
    modules = ["mpm_event", "authz_core", "authz_host", "alias", "ssl", "http2", "headers",
               "proxy", "proxy_http", "asis"]
    around = """ServerRoot {folder}
PidFile {folder}/pid
Mutex file:{folder}
DefaultRuntimeDir {folder}
ErrorLog {folder}/error.log
ServerName localhost
Listen 127.0.0.1:{port}
SSLSessionCache none
# A WebSocket holds a thread, and -X has the threads of one process.
ThreadLimit 150
ThreadsPerChild 150
MaxRequestWorkers 150
Include {folder}/relay.conf
"""

    def start(self, text):
        self.write("relay-away", block("asis"))
        self.write("relay.conf", replaced(text, {
            "/etc/apache2/": f"{self.folder}/",
            "*:443": f"127.0.0.1:{self.port}", CERTIFICATE: f"{self.folder}/",
            f"http://127.0.0.1:{RELAY_PORT}/": f"http://127.0.0.1:{self.relay_port}/"}))
        load = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                       for name in self.modules)
        config = self.write("apache.conf", load + self.around.format(
            folder=self.folder, port=self.port))
        # -X: one process, which ends with the checks.
        return ["apache2", "-X", "-f", config]


class ManualApache(Apache):
    """With nothing but what Apache's manual has for a WebSocket behind `ProxyPass`."""

    def start(self, text):
        lines = text.splitlines(keepends=True)
        return super().start("".join(
            line for line in lines if not line.strip().startswith("RequestHeader ")))


class HAProxy(Proxy):
    name, language = "HAProxy", "haproxy"
    waits = True
    tunnel = r" 101 .* HTTP/2\.0"

    def start(self, text):
        config = self.write("haproxy.cfg", replaced(text, {
            "    mode http\n": "    mode http\n    log stdout format raw local0\n"
                               "    option httplog\n",
            ":443 ": f"127.0.0.1:{self.port} ", CERTIFICATE: f"{self.folder}/",
            f"127.0.0.1:{RELAY_PORT}": f"127.0.0.1:{self.relay_port}"}))
        return ["haproxy", "-db", "-f", config]


class Caddy(Proxy):
    name, language = "Caddy", "caddy"
    waits = compresses = True

    def start(self, text):
        # It would fetch a certificate itself, and listen on port 80, too.
        config = self.write("Caddyfile", "{\n\tadmin off\n\tauto_https off\n}\n" + replaced(text, {
            f"{NAME} {{\n": f"https://{NAME}:{self.port} {{\n\tbind 127.0.0.1\n\ttls "
                            f"{self.folder}/fullchain.pem {self.folder}/privkey.pem\n",
            f"127.0.0.1:{RELAY_PORT}": f"127.0.0.1:{self.relay_port}"}))
        return ["caddy", "run", "--config", config, "--adapter", "caddyfile"]

    def environment(self):
        return {name: str(self.folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}


class Lighttpd(Proxy):
    name, language = "lighttpd", "lighttpd"
    tunnel = ":method: CONNECT"

    def start(self, text):
        self.write("relay-away", block("event-stream"))
        config = self.write("lighttpd.conf", f"""server.modules = ("mod_access", "mod_redirect")
server.document-root = "{self.folder}"
server.bind = "127.0.0.1"
server.port = {self.port}
debug.log-request-header = "enable"
""" + replaced(text, {
            '":443"': f'"127.0.0.1:{self.port}"', CERTIFICATE: f"{self.folder}/",
            f'"port" => {RELAY_PORT}': f'"port" => {self.relay_port}'}))
        return ["lighttpd", "-D", "-f", config]


class Varnish(Proxy):
    name, language = "Varnish", "vcl"
    scheme, protocol = "http", "http/1.1"

    def start(self, text):
        config = self.write("relay.vcl", replaced(
            text, {f'.port = "{RELAY_PORT}"': f'.port = "{self.relay_port}"'}))
        return ["varnishd", "-F", "-j", "none", "-n", self.folder / "work", "-f", config,
                "-a", f"127.0.0.1:{self.port}", "-s", "malloc,32m", "-T", "none"]


ALL = [Nginx, Apache, HAProxy, Caddy, Lighttpd, Varnish]


def refusal(client, *arguments, **fields):
    """What refuses this client: a status, or the code of a Close; None if it may read.

    A proxy may pass the head on before the Close.
    """
    try:
        client = client(*arguments, **fields)
    except Refused as refused:
        return refused.status
    opcode, payload = client.next() if isinstance(client, WebSocket) else (None, b"")
    client.close()
    return code_of(payload) if opcode == CLOSE else None


def let_in(count, client, *arguments, **fields):
    """Those of `count` clients that are admitted."""
    clients = []
    for _ in range(count):
        try:
            clients.append(client(*arguments, **fields))
        except Refused as refused:
            assert refused.status == 503, refused
    return clients
