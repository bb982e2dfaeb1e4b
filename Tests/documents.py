#!/usr/bin/env python3
"""Checks the documents.

    documents.py [SCRATCH]

Every link must lead to a file of this source, and to a heading in it. With SCRATCH, the scratch
path of a build of ICYReader that has left its symbol graph in SCRATCH/symbols, both DocC catalogues
must build without a warning, and the Swift in the library's articles must compile.

The articles are read on a forge as well, so they link to each other by relative paths, which DocC
treats as web addresses. It gets a copy with links of its own kind (`doc:`), and resolves those.
What lies outside of a catalogue is plain text there.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
CATALOGUES = [ROOT / "Sources/ICYReader/ICYReader.docc", ROOT / "Sources/Relay/Relay.docc"]
# A fenced block or inline code, or a link: (image mark, text, target).
MARKUP = re.compile(
    r"^```.*?^```$|``[^`]+``|`[^`\n]+`|(!?)\[((?:[^][`]|`[^`]*`)*)\]\(([^()\s]+)\)", re.M | re.S)


def links(text):
    """[(line, target)] of the links that are not web addresses."""
    for found in MARKUP.finditer(text):
        target = found[3]
        if target and not re.match(r"[a-z]+:", target):
            yield text.count("\n", 0, found.start()) + 1, target


def headings(text):
    """The headings, without their marks."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    lines = re.findall(r"^#+ .*$", text, re.M)
    return [line.lstrip("#").strip().replace("`", "") for line in lines]


def anchor(heading):
    """A heading's anchor on a forge."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def docc_anchor(heading):
    """The same in DocC."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\- ]", "", heading))


def dead_links(path):
    for line, target in links(path.read_text()):
        name, _, fragment = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        place = f"{path.relative_to(ROOT)}:{line}"
        if not there.is_relative_to(ROOT) or not there.exists():
            yield f"{place}: there is no {target}"
        elif fragment and (there.suffix != ".md" or fragment not in map(
                anchor, headings(there.read_text()))):
            yield f"{place}: there is no heading for #{fragment} in {there.relative_to(ROOT)}"


def for_docc(path):
    """An article with DocC links."""
    def changed(found):
        image, text, target = found[1], found[2], found[3]
        if not target or re.match(r"[a-z]+:", target):
            return found[0]
        name, _, fragment = target.partition("#")
        there = path.parent / (name or path.name)
        if image or there.parent != path.parent:
            return text
        if fragment:
            fragment = "#" + next(docc_anchor(heading) for heading in headings(there.read_text())
                                  if anchor(heading) == fragment)
        return f"[{text}](doc:{there.stem}{fragment})"
    return MARKUP.sub(changed, path.read_text())


def builds(catalogue, scratch, folder):
    """Whether DocC builds a catalogue without a warning."""
    copy = folder / catalogue.name
    copy.mkdir()
    for path in catalogue.glob("*.md"):
        (copy / path.name).write_text(for_docc(path))
    command = [pathlib.Path(shutil.which("swift")).resolve().parent / "docc", "convert", copy,
               "--output-path", folder / (catalogue.stem + ".doccarchive"), "--warnings-as-errors",
               # As in .swift-format: a parameter that explains itself needs no comment.
               "--disable-parameters-and-returns-validation"]
    if catalogue.stem == "ICYReader":
        command += ["--additional-symbol-graph-dir", scratch / "symbols"]
    return subprocess.run(command).returncode == 0


def compiles(article, scratch, folder):
    """Whether the Swift of an article compiles, all of it together."""
    blocks = re.findall(r"^```swift\n(.*?)^```$", article.read_text(), re.M | re.S)
    source = folder / f"{article.stem}.swift"
    source.write_text("\n".join(blocks))
    command = ["swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-module-name",
               "Example", "-I", scratch / "debug/Modules", source]
    return subprocess.run(command).returncode == 0


def main():
    articles = [path for catalogue in CATALOGUES for path in sorted(catalogue.glob("*.md"))]
    documents = [ROOT / "README.md", ROOT / ".github/CONTRIBUTING.md", *articles,
                 *sorted((ROOT / "Tests").rglob("*.md"))]
    problems = [problem for path in documents for problem in dead_links(path)]
    if len(sys.argv) > 1 and not problems:
        scratch = pathlib.Path(sys.argv[1]).resolve()
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            problems += [f"{catalogue.name} does not build without a warning"
                         for catalogue in CATALOGUES if not builds(catalogue, scratch, folder)]
            problems += [f"the Swift in {article.name} does not compile" for article in articles
                         if "```swift\n" in article.read_text()
                         and not compiles(article, scratch, folder)]
    for problem in problems:
        print(problem)
    print(f"{len(documents)} documents, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
