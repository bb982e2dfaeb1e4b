"""A real VLC as a station by its own HTTP server, or as the source of an Icecast mount."""

import os
import shutil
import tempfile

from harness import Process, answers, free_port, until
from icecast import PASSWORD

# What it is told for a name that ends like this: the codec, the container, options for `shout`.
FORMATS = {".mp3": ("mp3", "raw", "{mp3}"), ".ogg": ("vorb", "ogg", "")}


class VLC:
    """Plays the files in a loop; towards an Icecast if there is one."""

    def __init__(self, files, name, icecast=None):
        self.home = tempfile.mkdtemp(prefix="relay-vlc-")
        as_user = []
        if os.geteuid() == 0:
            # VLC refuses to run as root.
            shutil.chown(self.home, "nobody", "nogroup")
            as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
                       "--pdeathsig=KILL"]
        codec, container, option = FORMATS[os.path.splitext(name)[1]]
        if icecast:
            self.url = icecast.url(name)
            access, to = f"shout{option}", f"source:{PASSWORD}@127.0.0.1:{icecast.port}{name}"
        else:
            port = free_port()
            self.url = f"http://127.0.0.1:{port}{name}"
            access, to = "http", f"127.0.0.1:{port}{name}"
        self.server = Process(
            [*as_user, "vlc", "--intf", "dummy", "--loop", "--http-host", "127.0.0.1", *files,
             "--sout-keep", "--sout", f"#transcode{{acodec={codec},ab=128,channels=2}}:"
             f"std{{access={access},mux={container},dst={to}}}"],
            env={"HOME": self.home})
        until(lambda: self._ended() or (icecast.is_on_air(name) if icecast else answers(port)),
              lambda: f"VLC sends {name}; {self.server.err[-5:]}")

    def _ended(self):
        if self.server.child.poll() is not None:
            raise AssertionError(f"VLC ended: {self.server.err[-5:]}")
        return False

    def close(self):
        self.server.stop()
        shutil.rmtree(self.home, ignore_errors=True)
