"""Takes the picture of the page that the README links to: the demonstration, as a newcomer sees it.

    screenshot.py PICTURE.png [--relay PATH]

Looks best with Debian's fonts-inter installed.
"""

import argparse
import pathlib
import sys

import relay
from browser import Browser
from harness import stop_all, until

WIDTH, HEIGHT, LARGEST = 900, 560, 60_000


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser()
    parser.add_argument("picture", type=pathlib.Path)
    parser.add_argument("--relay", type=pathlib.Path, default=root / ".build/release/Relay")
    options = parser.parse_args()
    relay.BINARY = options.relay.resolve()
    browser = Browser(WIDTH, HEIGHT)
    try:
        demo = relay.Relay("demo")
        browser.open(demo.http())
        browser.wait_for("state", "Live")
        until(lambda: browser.script("return document.querySelectorAll('#history li').length") >= 4,
              "four earlier titles", within=120)
        until(lambda: browser.script(
            "return document.getAnimations().every(a => a.playState === 'finished')"),
            "the title stands still")
        browser.driver.save_screenshot(str(options.picture))
        demo.terminate()
    finally:
        browser.close()
        stop_all()
    size = options.picture.stat().st_size
    print(f"{options.picture}: {size} bytes")
    return 0 if size < LARGEST else f"larger than {LARGEST} bytes"


if __name__ == "__main__":
    sys.exit(main())
