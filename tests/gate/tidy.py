#!/usr/bin/env python3
"""clang-tidy 14 over the sources of runtime/ and rdxc/.

usage: tidy.py TREE BUILD

A source that was clean is not looked at again until it, a header of ours that it reaches, or the settings change: what
they hash to is kept in BUILD/tidy.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def reach(tree, path, seen):
    """Every file of ours that `path` includes, itself too."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        inside = tree / "runtime" / name[4:] if name.startswith("rdx/") else tree / name
        reach(tree, inside, seen)


def fingerprint(tree, path, command):
    seen = set()
    reach(tree, path, seen)
    digest = hashlib.sha256(command.encode())
    for file in [tree / ".clang-tidy", *sorted(seen)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    build = pathlib.Path(sys.argv[2]).resolve()
    kept = build / "tidy"
    kept.mkdir(exist_ok=True)
    work = []
    commands = json.loads((build / "compile_commands.json").read_text())
    for command in commands:
        path = pathlib.Path(os.path.join(command["directory"], command["file"])).resolve()
        folder = path.relative_to(tree).parts[0] if path.is_relative_to(tree) else ""
        if folder in ("runtime", "rdxc"):
            mark = kept / fingerprint(tree, path, command["command"])
            if not mark.exists():
                work.append((path, mark))

    def check(job):
        path, mark = job
        run = subprocess.run(["clang-tidy-14", "--quiet", "-p", str(build), str(path)], capture_output=True, text=True)
        if run.returncode == 0:
            mark.touch()
        return path, run

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, run in pool.map(check, work):
            if run.returncode != 0:
                failed += 1
                print(run.stdout or run.stderr)
    print(f"{len(work)} looked at, {failed} with findings")
    return 1 if failed else 0


sys.exit(main())
