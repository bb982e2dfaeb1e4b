"""The Debian package: built, installed, run as its unit says, upgraded, removed and purged.

systemd itself does not run where tests run. What it would do for the unit is done here: the same
commands, user, capabilities, limits and environment.
"""

import grp
import gzip
import json
import os
import pathlib
import pwd
import resource
import shlex
import signal
import subprocess
import urllib.request

import relay
from harness import Process, check, free_port, until

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOUNTS = {"one": "/utf8.mp3", "two": "/latin1.mp3"}
NAME = "icy-relay"
PROGRAM = pathlib.Path("/usr/bin/icy-relay")
UNIT = pathlib.Path("/lib/systemd/system/icy-relay.service")
CONFIG = pathlib.Path("/etc/icy-relay/config.json")
STATE = pathlib.Path("/var/lib/icy-relay")
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-E"]
# The version distinguishes what this check installs from a package in real use.
VERSIONS = ("0.0.1~relaytest1", "0.0.1~relaytest2")


def run(*command, code=0, given=None):
    """(standard output, standard error) of a command that must end with this code."""
    command = [str(part) for part in command]
    done = subprocess.run(
        command, input=given, stdin=None if given else subprocess.DEVNULL, capture_output=True,
        text=True, timeout=900,
        env={**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"})
    assert done.returncode == code, (
        f"{' '.join(command)}: exit code {done.returncode}, want {code}; "
        f"it said {done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def as_root(*command, **expected):
    return run(*AS_ROOT, *command, **expected)


def installed():
    """(the package's state in dpkg, its version); empty if dpkg does not know it."""
    known = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", NAME],
                           capture_output=True, text=True)
    return tuple(known.stdout.split()) if known.returncode == 0 else ()


def purge():
    if installed() and installed()[0] != "not-installed":
        as_root("dpkg", "--purge", NAME)


def user_exists():
    return any(user.pw_name == NAME for user in pwd.getpwall())


def needs_swift():
    """Whether the program under test needs the toolchain's libraries."""
    return "libswiftCore" in run("objdump", "-p", relay.BINARY)[0]


def build(folder):
    """The paths of both packages."""
    # Without a program that can be packaged, build-deb builds one, which takes a while.
    which = [] if needs_swift() else ["--binary", relay.BINARY]
    packages = []
    for version in VERSIONS:
        said, _ = run(ROOT / "Sources/Packaging/build-deb", *which, "--version", version,
                      "--output", folder)
        packages.append(pathlib.Path(said.splitlines()[-1]))
        assert packages[-1].parent == folder and version in packages[-1].name, said
    return packages


def looks_right(package, folder):
    """Checks what is in the package, before it is installed."""
    run("dpkg-deb", "-x", package, folder / "tree")
    page = folder / "tree/usr/share/man/man1/icy-relay.1.gz"
    _, warnings = run("man", "--warnings=all", "-l", page)
    assert not warnings, warnings
    documents = folder / "tree/usr/share/doc/icy-relay"
    assert sorted(file.name for file in documents.iterdir()) == ["changelog.gz", "copyright"]
    packed = (documents / "changelog.gz").read_bytes()
    written = ROOT / "Sources/Packaging/changelog"
    assert gzip.decompress(packed) == written.read_bytes()
    # It contains neither a name nor a time: the same source makes the same package.
    assert packed[3:8] == bytes(5), packed[:10]
    _, warnings = run("dpkg-parsechangelog", "--all", "-l", written)
    assert not warnings, warnings
    fields = run("dpkg-deb", "-f", package, "Depends")[0]
    for needed in ("libc6", "libssl3", "ca-certificates", "adduser"):
        assert needed in fields, fields


def mode_of(path):
    """(owner, group, mode) of a file that only root may see."""
    return tuple(as_root("stat", "-c", "%U %G %a", path)[0].split())


def is_installed_right():
    assert mode_of(PROGRAM) == ("root", "root", "755")
    assert mode_of(UNIT) == ("root", "root", "644")
    assert mode_of(CONFIG.parent) == ("root", NAME, "750")
    assert mode_of(CONFIG) == ("root", "root", "644")
    user = pwd.getpwnam(NAME)
    assert user.pw_uid < 1000 and user.pw_dir == str(STATE), user
    assert "nologin" in user.pw_shell and grp.getgrgid(user.pw_gid).gr_name == NAME, user
    assert run(PROGRAM, "--version")[0] == relay.run("--version")[1]
    # There is no station yet: that is reported, with what to do.
    _, said = as_root(PROGRAM, "check-config", CONFIG, code=78)
    assert len(said.splitlines()) == 1 and "stations" in said, said
    assert not os.path.lexists("/etc/systemd/system/multi-user.target.wants/icy-relay.service")
    # Manual pages are not installed everywhere: `looks_right` has checked this one.
    _, said = run("systemd-analyze", "verify", "--man=no", UNIT)
    assert not said, said


# ---- What systemd would do -------------------------------------------------------------------

class Service:
    """The server, started according to the unit."""

    def __init__(self):
        self.unit = {}
        for line in UNIT.read_text().splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                self.unit.setdefault(key, []).append(value)
        assert self.value("StateDirectory") == STATE.name
        as_root("install", "-d", "-o", NAME, "-g", NAME, "-m", self.value("StateDirectoryMode"),
                STATE)
        for command in self.unit["ExecStartPre"]:
            run(*self.command(command))
        self.process = Process(self.command(self.value("ExecStart")))
        # The process id stays the same from the shell on.
        self.number = int(until(lambda: self.process.out, lambda: self.process.err)[0])

    def value(self, key):
        assert len(self.unit[key]) == 1, self.unit[key]
        return self.unit[key][0]

    @property
    def files(self):
        """How many files it may open: on some test machines not even root may have more."""
        wanted, most = int(self.value("LimitNOFILE")), resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        return wanted if most == resource.RLIM_INFINITY else min(wanted, most)

    def command(self, line):
        """The command, with the unit's user, capabilities, limits and environment."""
        powers = [part.lower().removeprefix("cap_")
                  for part in self.value("CapabilityBoundingSet").split()]
        assert self.value("AmbientCapabilities") == self.value("CapabilityBoundingSet")
        only = "-all," + ",".join(f"+{power}" for power in powers)
        return [
            *AS_ROOT, "prlimit", f"--nofile={self.files}",
            "sh", "-c", 'cd / && umask "$1" && shift && echo $$ && exec "$@"', "sh",
            self.value("UMask"),
            "setpriv", f"--reuid={self.value('User')}", f"--regid={self.value('Group')}",
            "--init-groups", "--reset-env", "--no-new-privs", f"--bounding-set={only}",
            f"--inh-caps={only}", f"--ambient-caps={only}", "--pdeathsig=KILL",
            *shlex.split(line)]

    def reload(self):
        for command in self.unit["ExecReload"]:
            run(*self.command(command.replace("$MAINPID", str(self.number))))

    def stop(self):
        as_root("kill", f"-{signal.SIGTERM.value}", self.number)
        code = self.process.wait()
        assert code == 0, (code, self.process.err)


class Site:
    """What the service serves on its port."""

    def __init__(self, setting):
        self.setting = setting
        self.port = free_port()

    def configure(self, *names):
        config = json.loads(as_root("cat", CONFIG)[0])
        config["listen"] = f"127.0.0.1:{self.port}"
        config["stations"] = [
            {"name": name, "url": self.setting.icecast.url(MOUNTS[name])} for name in names]
        as_root("tee", CONFIG, given=json.dumps(config, indent=2))
        said, _ = as_root(PROGRAM, "check-config", CONFIG)
        assert "ok" in said and str(len(names)) in said, said

    def now_playing(self, name):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{name}", headers={"Accept": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["now_playing"] or {}
        except OSError as error:
            return {"problem": str(error)}

    def wait_for(self, name, title):
        """Sets a title and waits for it; returns its place: (epoch, number)."""
        self.setting.icecast.set_title(MOUNTS[name], title)
        until(lambda: self.now_playing(name).get("stream_title") == title, within=40,
              what=lambda: f"{title!r} at /{name}; there is {self.now_playing(name)}")
        epoch, number = self.now_playing(name)["id"].split(":")
        return epoch, int(number)


# ---- The check -------------------------------------------------------------------------------

def life(setting, packages):
    as_root("dpkg", "-i", packages[0])
    assert installed() == ("installed", VERSIONS[0]), installed()
    is_installed_right()

    site = Site(setting)
    site.configure("one")
    service = Service()
    first = site.wait_for("one", "Package - First")
    log = STATE / "titles.jsonl"
    owner, _, mode = mode_of(log)
    assert owner == NAME and mode.endswith("0"), (owner, mode)
    assert int(service.value("LimitNOFILE")) >= 65536

    # The new package is installed while the old program runs, without a question about the file.
    edited = as_root("cat", CONFIG)[0]
    as_root("dpkg", "-i", packages[1])
    assert installed() == ("installed", VERSIONS[1]), installed()
    assert as_root("cat", CONFIG)[0] == edited
    second = site.wait_for("one", "Package - Second")
    service.stop()
    service = Service()
    third = site.wait_for("one", "Package - Third")
    assert first[0] == second[0] == third[0], (first, second, third)
    assert first[1] < second[1] < third[1], (first, second, third)

    site.configure("one", "two")
    service.reload()
    site.wait_for("two", "Package - Another Station")
    assert site.wait_for("one", "Package - Fourth")[1] > third[1]

    service.stop()
    as_root("dpkg", "-r", NAME)
    assert installed()[0] == "config-files", installed()
    assert not PROGRAM.exists() and not UNIT.exists()
    assert mode_of(CONFIG) and mode_of(log)
    purge()
    assert not CONFIG.parent.exists() and not STATE.exists()


@check("package: built, installed, run as its unit says, upgraded, removed and purged")
def package(setting):
    before = installed()
    # What an earlier run left may be removed; a package in real use may not.
    assert not before or before[0] == "not-installed" or "~relaytest" in before[1], (
        f"{NAME} {before} is in use on this machine: this check would purge it")
    purge()
    had_user, running = user_exists(), len(Process.running)
    folder = setting.folder / "package"
    folder.mkdir()
    try:
        packages = build(folder)
        looks_right(packages[0], folder)
        life(setting, packages)
    finally:
        for process in Process.running[running:]:
            process.stop()
        purge()
        if user_exists() and not had_user:
            as_root("userdel", NAME)
