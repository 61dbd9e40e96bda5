#!/usr/bin/env python3
"""Who includes whom: a folder is a layer and includes only what stands left of it.

Reads every header and source below runtime/ and rdxc/ of the tree given as argument and answers 1 with the offending
lines. Four rules: the order of the layers; the two trees never include each other; a library from outside is named
in sources, never in a header, and only in the sources listed for it; no two types have one whole name.
"""
import pathlib
import re
import sys

LAYERS = {
    "runtime": ["base", "tlv", "rdx", "store", "replica", "json", "link", "watch", "tool"],
    "rdxc": ["source", "syntax", "check", "emit", "editor", "command"],
}
PREFIX = {"runtime": "rdx/", "rdxc": "rdxc/"}
# The umbrella headers of the installed runtime stand beside the layers, right of those they gather.
UMBRELLAS = {"rdx.h": "replica", "generated.h": "replica", "rocksdb.h": "replica", "ring.h": "replica", "json.h": "json", "link.h": "link",
             "watch.h": "watch"}
OUTSIDE = {
    "nlohmann/": r"runtime/json/\w+\.cc|rdxc/\w+/\w+\.cc|runtime/tool/\w+\.cc",
    "CLI/": r"runtime/tool/main\.cc|rdxc/main\.cc",
    "rocksdb/": r"runtime/store/rocks_\w+\.cc",
    "roaring/": r"runtime/store/numbers_roaring\.cc",
    "asio": r"runtime/link/\w+\.cc",
    "openssl/": r"runtime/link/\w+\.cc",
    "httplib": r"runtime/watch/\w+\.cc",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def layer_of(tree, path_in_tree):
    parts = path_in_tree.split("/")
    if len(parts) == 1:
        return UMBRELLAS.get(parts[0], LAYERS[tree][-1])
    return parts[0]


def faults_of(tree, root, path):
    inside = path.relative_to(root / tree).as_posix()
    name = path.relative_to(root).as_posix()
    layers = LAYERS[tree]
    own = layer_of(tree, inside)
    if own not in layers:
        yield f"{name}: '{own}' is no layer of {tree}; the layers are {' < '.join(layers)}"
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        included = match.group(2)
        other = {"runtime": "rdxc", "rdxc": "runtime"}[tree]
        if included.startswith(PREFIX[other]):
            yield f"{name}:{number}: {tree} must not include {other}: {included}"
        elif included.startswith(PREFIX[tree]):
            theirs = layer_of(tree, included[len(PREFIX[tree]):])
            if theirs in layers and layers.index(theirs) > layers.index(own):
                yield f"{name}:{number}: {own} must not include {theirs}: {included}"
        elif match.group(1) == '"' and "/" not in included and tree == "runtime":
            yield f"{name}:{number}: write the whole path: \"rdx/{own}/{included}\""
        for library, where in OUTSIDE.items():
            if included.startswith(library) and not re.fullmatch(where, name):
                yield f"{name}:{number}: {library} is named only in {where}"


NAMESPACE = re.compile(r"namespace (?:([\w:]+) )?\{")
TYPE = re.compile(r"(?:struct|class|enum class) (\w+)(?: final)?(?: :[^:;].*)? \{")


def types_of(path):
    """The types that a file defines for all to see, by their whole names."""
    within = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := NAMESPACE.match(line):
            within.append(match.group(1) or "")
        elif line.startswith("}  // namespace") and within:
            within.pop()
        elif (match := TYPE.match(line)) and "" not in within:
            yield "::".join([*within, match.group(1)])


def twins_of(root, paths):
    """Two types of one name are one to the linker: it takes the functions of either for both."""
    found = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        for known in types_of(path):
            other = found.setdefault(known, name)
            if other != name:
                yield f"{name}: {known} is the name of a type in {other} too"


def main():
    root = pathlib.Path(sys.argv[1])
    faults = []
    files = 0
    for tree in LAYERS:
        paths = [path for path in sorted((root / tree).rglob("*")) if path.suffix in (".h", ".cc") and path.is_file()]
        files += len(paths)
        for path in paths:
            faults += faults_of(tree, root, path)
        faults += twins_of(root, paths)
    print("\n".join(faults + [f"{files} files, {len(faults)} faults"]))
    return 1 if faults or files == 0 else 0


sys.exit(main())
