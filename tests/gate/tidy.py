#!/usr/bin/env python3
"""clang-tidy 14 over the sources of runtime/ and rdxc/.

usage: tidy.py TREE BUILD

Most of the time of a run goes into the headers from outside, so sources of one folder are looked at together, one after the
other in one file; those that cannot stand together, since they define the same name for themselves, are kept apart.

A source that was clean is not looked at again until it, a header of ours that it reaches, or the settings change: what
they hash to is kept in BUILD/tidy.
"""
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
TOGETHER = 30  # sources at most


@dataclasses.dataclass(frozen=True)
class Source:
    path: pathlib.Path
    flags: tuple
    mark: pathlib.Path


def reach(tree, path, seen):
    """Every file of ours that `path` includes, itself too."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        inside = tree / "runtime" / name[4:] if name.startswith("rdx/") else tree / name
        reach(tree, inside, seen)


def fingerprint(tree, path, flags):
    seen = set()
    reach(tree, path, seen)
    digest = hashlib.sha256(" ".join(flags).encode())
    for file in [tree / ".clang-tidy", *sorted(seen)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def flags_of(command):
    """A command of the build without its launcher, compiler, source and object."""
    words = shlex.split(command)
    begin = next(i for i, word in enumerate(words) if word.startswith("-"))
    kept = []
    skipped = False
    for word in words[begin:]:
        if skipped:
            skipped = False
        elif word in ("-c", "-o"):
            skipped = True
        else:
            kept.append(word)
    return tuple(kept)


def work(tree, build):
    """The sources that are not known to be clean."""
    kept = build / "tidy"
    kept.mkdir(exist_ok=True)
    sources = []
    for command in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(os.path.join(command["directory"], command["file"])).resolve()
        folder = path.relative_to(tree).parts[0] if path.is_relative_to(tree) else ""
        if folder in ("runtime", "rdxc"):
            flags = flags_of(command["command"])
            source = Source(path, flags, kept / fingerprint(tree, path, flags))
            if not source.mark.exists():
                sources.append(source)
    return sources


def batches(sources):
    """Sources of one folder and the same flags, some at a time."""
    alike = {}
    for source in sources:
        alike.setdefault((source.path.parent, source.flags), []).append(source)
    for some in alike.values():
        some.sort(key=lambda source: source.path)
        count = -(-len(some) // TOGETHER)
        for i in range(count):
            yield some[i::count]


class Group:
    """Sources that clang is shown as one file: their texts, one after the other; what it says is told by the sources' lines."""

    def __init__(self, sources, file):
        self.sources = sources
        self.file = file
        texts = [source.path.read_text(encoding="utf-8") for source in sources]
        file.write_text("".join(texts), encoding="utf-8")
        self.lines = [(source.path, number) for source, text in zip(sources, texts) for number in range(1, text.count("\n") + 1)]

    def run(self, *command):
        done = subprocess.run(command, capture_output=True, text=True)
        return done.returncode, re.sub(re.escape(str(self.file)) + r":(\d+)", self.place, done.stdout or done.stderr)

    def place(self, match):
        path, number = self.lines[min(int(match.group(1)), len(self.lines)) - 1]
        return f"{path}:{number}"

    def at_odds(self):
        """The sources that the compiler's errors are in; none if there are none."""
        flags = [*self.sources[0].flags, "-w", "-fsyntax-only", "-ferror-limit=0"]
        status, text = self.run("clang++-14", *flags, str(self.file))
        if status == 0:
            return set()
        paths = {str(source.path): source for source in self.sources}
        found = set()
        within = None  # the source by which the header that an error is in was included
        for line in text.splitlines():
            if line.startswith("In file included from "):
                within = paths.get(line[len("In file included from "):].split(":")[0], within)
            elif match := re.match(r"(.+?):\d+:\d+: (?:fatal )?error:", line):
                found.add(paths.get(match.group(1), within))
        found.discard(None)
        return found if 0 < len(found) < len(self.sources) else set(self.sources[1:])

    def look(self, settings):
        """What clang-tidy says against them, nothing if they are clean. A name of one may hide a name of another here."""
        flags = [*self.sources[0].flags, "-Wno-shadow"]
        status, text = self.run("clang-tidy-14", "--quiet", f"--config-file={settings}", str(self.file), "--", *flags)
        if status != 0:
            return text
        for source in self.sources:
            source.mark.touch()
        return ""


class Looker:
    def __init__(self, tree, build):
        self.tree = tree
        self.folder = build / "tidy"

    def group(self, sources):
        name = "_".join(sources[0].path.relative_to(self.tree).with_suffix("").parts)
        return Group(sources, self.folder / f"{name}_and_{len(sources) - 1}_more.cc")

    def groups(self, batch):
        """The batch as groups that compile, or of one source."""
        while batch:
            together, apart = self.group(batch), []
            while len(together.sources) > 1 and (odd := together.at_odds()):
                apart += [source for source in together.sources if source in odd]
                together = self.group([source for source in together.sources if source not in odd])
            yield together
            batch = apart

    def look_at_batch(self, batch):
        return [group.look(self.tree / ".clang-tidy") for group in self.groups(batch)]


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    build = pathlib.Path(sys.argv[2]).resolve()
    sources = work(tree, build)
    looker = Looker(tree, build)
    said = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for texts in pool.map(looker.look_at_batch, sorted(batches(sources), key=len, reverse=True)):
            said += texts
    findings = [text for text in said if text]
    print("\n".join([*findings, f"{len(sources)} sources looked at in {len(said)} groups, {len(findings)} with findings"]))
    return 1 if findings else 0


sys.exit(main())
