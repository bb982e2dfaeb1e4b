"""Records an Ogg Vorbis mount of a real Icecast into Tests/Fixtures/captures.

    record_ogg.py [FOLDER]

Icecast begins a new chained stream at each title set through its admin interface. Afterwards,
`make_ogg.py NAME.raw` finds what is in the recording.
"""

import pathlib
import sys
import threading

from harness import Process, stop_all, until
from icecast import PASSWORD, SOUND, Icecast, record

SIZE = 60_000
TITLES = ["Guns N' Roses - Sweet Child O' Mine", "Say 'Hi'; then go", "椎名林檎 - 丸の内サディスティック",
          "Мумий Тролль - Владивосток 2000", "", "Plain - ASCII"]


class OggIcecast(Icecast):
    def start_source(self, mount):
        self.sources[mount] = Process([
            "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-re",
            "-f", "lavfi", "-i", SOUND, "-c:a", "libvorbis", "-q:a", "0",
            "-ac", "1", "-ar", "22050", "-page_duration", "300000",
            "-metadata", "ARTIST=Édith Piaf", "-metadata", "TITLE=L'Hymne à l'amour",
            "-content_type", "application/ogg", "-ice_name", "Test Radio", "-f", "ogg",
            f"icecast://source:{PASSWORD}@127.0.0.1:{self.port}{mount}"])


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                          pathlib.Path(__file__).parent.parent / "Fixtures" / "captures")
    icecast = OggIcecast({"/live.ogg": (None, None)})
    try:
        icecast.start()
        ready, kept = threading.Event(), []
        listener = threading.Thread(target=lambda: kept.append(
            record(icecast.port, "/live.ogg", size=SIZE, ready=ready)))
        listener.start()
        until(ready.is_set, "the recording begins")
        for title in TITLES:
            listener.join(timeout=2)
            icecast.set_title("/live.ogg", title)
        listener.join()
        (folder / "icecast-ogg.raw").write_bytes(kept[0])
    finally:
        stop_all()
        icecast.close()


main()
