"""Pairs of schemas, compiled: an old and a new program that rdxc wrote exchange packets and see the same.

COUNT pairs (20; RDX_PAIRS says another number), in two programs; with RDX_LONG only, as compiling them takes minutes.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def compile_side(options, side, count):
    """What rdxc writes for all schemas of a side, and one program over it."""
    folder = options.work / side
    schemas = [folder / f"pair{number}.rdx" for number in range(count)]
    run(options.rdxc, "gen", "-I", folder, "-o", folder, *schemas)
    classes = []
    for number, schema in enumerate(schemas):
        classes += [f"pair{number}::{name}" for name in re.findall(r"^class (\w+)", schema.read_text(), re.M)]
    includes = "".join(f'#include "{schema.name}.h"\n' for schema in schemas)
    (folder / "pairs.h").write_text(includes + "#define PAIRS(X) " + " ".join(f"X({name})" for name in classes) + "\n")
    (folder / "all.cc").write_text("".join(f'#include "{schema.name}.cc"\n' for schema in schemas))
    program = folder / "program"
    run(options.compiler, "-std=c++20", "-O0", f"-I{options.include}", f"-I{folder}", HERE / "program.cc", folder / "all.cc",
        options.runtime, "-lroaring", "-o", program)
    return program


def parse(text):
    """class ids; objects by class; (class, object, number) → (type, text); object → bytes"""
    classes, objects, fields, images = set(), set(), {}, {}
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "class":
            classes.add(rest)
        elif word == "object":
            objects.add(tuple(rest.split(" ")))
        elif word == "field":
            one, other, number, type_text, shown = rest.split(" ", 4)
            fields[one, other, int(number)] = type_text, shown
        elif word == "bytes":
            one, _, image = rest.partition(" ")
            images[one] = image
    return classes, objects, fields, images


def main():
    parser = argparse.ArgumentParser()
    for name in ("rdxc", "make-pairs", "runtime", "include", "compiler", "work"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    count = int(os.environ.get("RDX_PAIRS", "20" if "RDX_LONG" in os.environ else "0"))
    if count == 0:
        print("skipped: RDX_LONG=1 compiles 20 pairs, RDX_PAIRS=n others")
        sys.exit(SKIPPED)
    options.work = pathlib.Path(options.work)
    shutil.rmtree(options.work, ignore_errors=True)
    for side in ("old", "new"):
        (options.work / side).mkdir(parents=True)
    run(options.make_pairs, options.work, count)
    for number in range(count):
        run(options.rdxc, "diff", "--against", options.work / "old" / f"pair{number}.rdx", options.work / "new" / f"pair{number}.rdx")
    old, new = (compile_side(options, side, count) for side in ("old", "new"))

    packets = options.work / "packets"
    written = parse(run(old, 1, "write", packets).partition("then\n")[2])
    first, _, second = run(new, 2, "change", packets, packets).partition("then\n")
    seen, changed = parse(first), parse(second)
    looked = parse(run(old, 3, "look", packets))
    faults = []
    for one, other in written[1]:
        if one in seen[0] and (one, other) not in seen[1]:
            faults.append(f"{other} of class {one} is not seen by the new program")
    for key, (type_text, text) in written[2].items():
        new_type, new_text = seen[2].get(key, (type_text, text if key[0] not in seen[0] else None))
        if new_text is not None and new_text != text:
            faults.append(f"{key}: the old program wrote {text} as {type_text}, the new one sees {new_text} as {new_type}")
    for key, (type_text, text) in seen[2].items():
        if key[0] in written[0] and key not in written[2] and (key[0], key[1]) in written[1]:
            faults.append(f"{key}: the new program sees {text}, which nobody wrote")
    for key, (type_text, text) in changed[2].items():
        old_type, old_text = looked[2].get(key, (None, None))
        if old_type == type_text and old_text != text:
            faults.append(f"{key}: the new program has {text}, the old one sees {old_text}")
    for name in set(changed[3]) & set(looked[3]):
        if changed[3][name] != looked[3][name]:
            faults.append(f"the bytes of {name} differ")
    compared = len(set(written[2]) & set(seen[2])), len(set(changed[3]) & set(looked[3]))
    print(f"{count} pairs of programs: {compared[0]} fields and the bytes of {compared[1]} objects compared, {len(faults)} faults")
    if faults or 0 in compared:
        sys.exit("\n".join(faults[:20]) or "nothing was compared")


main()
