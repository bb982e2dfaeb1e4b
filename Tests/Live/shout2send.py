"""GStreamer's shout2send as the source of several Icecast mounts, with tags that are set meanwhile.

Run as a program, by the Python that has GStreamer's bindings, it is the source: each line of its
input is a list of tags as `taginject` reads them.
"""

import subprocess
import sys

SYSTEM_PYTHON = "/usr/bin/python3"
SOUND = "audiotestsrc is-live=true samplesperbuffer=441 ! audio/x-raw,rate=44100,channels=2"
MP3 = "lamemp3enc target=bitrate bitrate=128 cbr=true"
VORBIS = "vorbisenc ! oggmux max-delay=100000000 max-page-delay=100000000"


def tag_list(tags):
    """Tags as `taginject` reads them; a value has no quotes or backslashes."""
    return ",".join(f'{key}=(string)"{value}"' for key, value in tags.items())


class Shout2send:
    """Feeds mounts in MP3 and Ogg Vorbis with one sound and one set of tags."""

    def __init__(self, icecast, mp3, ogg, tags=None):
        from harness import Process, until
        from icecast import PASSWORD

        def sink(mount):
            return (f"queue ! shout2send ip=127.0.0.1 port={icecast.port} password={PASSWORD} "
                    f'mount={mount} streamname="Gst Radio"')
        pipeline = " ".join([
            f"{SOUND} ! taginject name=tags ! tee name=sound",
            f"sound. ! queue ! audioconvert ! {MP3} ! tee name=mp3",
            *(f"mp3. ! {sink(mount)}" for mount in mp3),
            *(f"sound. ! queue ! audioconvert ! {VORBIS} ! {sink(mount)}" for mount in ogg)])
        self.source = Process([SYSTEM_PYTHON, __file__, pipeline, tag_list(tags or {})],
                              stdin=subprocess.PIPE)
        for mount in (*mp3, *ogg):
            until(lambda: icecast.is_on_air(mount) or self._ended(),
                  lambda: f"shout2send feeds {mount}; {self.source.err}")

    def _ended(self):
        if self.source.child.poll() is not None:
            raise AssertionError(f"GStreamer ended: {self.source.err}")
        return False

    def set_tags(self, tags):
        self.source.child.stdin.write(f"{tag_list(tags)}\n".encode())
        self.source.child.stdin.flush()

    def close(self):
        self.source.stop()
        self.source.child.stdin.close()


def main(description, tags):
    import gi
    gi.require_version("Gst", "1.0")
    from gi.repository import GLib, Gst

    Gst.init(None)
    pipeline, loop = Gst.parse_launch(description), GLib.MainLoop()
    injector = pipeline.get_by_name("tags")
    if tags:
        injector.set_property("tags", tags)

    def on_message(_, message):
        if message.type == Gst.MessageType.ERROR:
            print(message.parse_error(), file=sys.stderr, flush=True)
            loop.quit()

    # Without a buffer: a line that was read ahead would not wake the loop.
    lines = open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)

    def on_line(*_):
        line = lines.readline().decode()
        if line:
            injector.set_property("tags", line.rstrip("\n"))
        else:
            loop.quit()
        return bool(line)

    bus = pipeline.get_bus()
    bus.add_signal_watch()
    bus.connect("message", on_message)
    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_line)
    pipeline.set_state(Gst.State.PLAYING)
    loop.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
