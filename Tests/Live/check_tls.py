"""https streams: the certificate and its name are checked, old protocol versions refused."""

import ssl
import subprocess
import warnings

import relay
from check_commands import refused
from harness import check
from icy import Source
from relay import Listener, Relay


def openssl(*arguments, folder):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificates(folder):
    """A certificate authority of our own, and a certificate from it for each of two names."""
    if (folder / "ca.pem").exists():
        return
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", "ca.key", "-out", "ca.pem",
            folder=folder)
    for name in ("localhost", "elsewhere.example"):
        certificate(folder, name)


def certificate(folder, name):
    """A certificate for a name, `NAME.pem` with `NAME.key`, from the authority of the folder."""
    certificates(folder)
    if (folder / f"{name}.pem").exists():
        return
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr", folder=folder)
    (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{name}\n")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem",
            folder=folder)


def server(setting, name, newest=None):
    certificates(setting.folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(setting.folder / f"{name}.pem", setting.folder / f"{name}.key")
    if newest:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = newest
    source = Source(title="Secret - Song", tls=context)
    return source, f"https://localhost:{source.port}/live"


def trusting(setting):
    return {"SSL_CERT_FILE": str(setting.folder / "ca.pem")}


@check("https: a certificate that is in order")
def good(setting):
    source, url = server(setting, "localhost")
    code, out, errors = relay.run("dump", url, "--json", "--blocks", 1, env=trusting(setting))
    assert code == 0 and '"Secret - Song"' in out, (code, out, errors)
    serving = Relay(url, env=trusting(setting))
    client = Listener(serving.ws())
    client.wait_for("Secret - Song")
    source.title = "Secret - Song Two"
    client.wait_for("Secret - Song Two")
    client.close()
    serving.terminate()
    source.close()


def refuses(setting, url, says, env):
    for command in ("dump", "watch"):
        # 76 EX_PROTOCOL or 77 EX_NOPERM: the message is what matters.
        code, _, errors = relay.run(command, url, env=env)
        assert code in (76, 77), (command, code, errors)
        line = refused(code, command, url, says=says, env=env)
    return line


@check("https: a certificate for another name is refused")
def wrong_name(setting):
    source, url = server(setting, "elsewhere.example")
    refuses(setting, url, "name|host", trusting(setting))
    source.close()


@check("https: a certificate of an unknown authority is refused")
def untrusted(setting):
    source, url = server(setting, "localhost")
    refuses(setting, url, "certificate|issuer|trust", {"SSL_CERT_FILE": "/dev/null"})
    refuses(setting, url, "certificate|issuer|trust", {})
    source.close()


@check("https: a server that speaks TLS 1.1 at most is refused")
def old(setting):
    source, url = server(setting, "localhost", newest=ssl.TLSVersion.TLSv1_1)
    # It does speak TLS 1.1 to clients that accept it.
    lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lenient.minimum_version = ssl.TLSVersion.TLSv1
        lenient.set_ciphers("ALL:@SECLEVEL=0")
    lenient.load_verify_locations(setting.folder / "ca.pem")
    import socket
    with socket.create_connection(("127.0.0.1", source.port), timeout=10) as connection:
        with lenient.wrap_socket(connection, server_hostname="localhost") as spoken:
            assert spoken.version() == "TLSv1.1", spoken.version()
    refuses(setting, url, "TLS|version|protocol", trusting(setting))
    source.close()
