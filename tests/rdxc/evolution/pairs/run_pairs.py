#!/usr/bin/env python3
"""Twenty pairs of an old and a new class, compiled: two programs exchange packets both ways and see the same.

    run_pairs.py --rdxc RDXC --old PROGRAM --new PROGRAM

The old program writes objects, the new one takes and changes them and writes its own, the old one takes and changes all,
the new one takes that. What both builds know shows the same; what the old build does not know it leaves as it was; in
the end the two stores have the same bytes. And rdxc says of the two schemas that nothing breaks.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PAIRS = 20


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Shown:
    """class ids; (class, object, number) → (type, text); object → bytes"""

    def __init__(self, printed, name):
        self.classes, self.fields, self.bytes = set(), {}, {}
        for line in printed.splitlines():
            stage, word, rest = line.split(" ", 2)
            if stage != name:
                continue
            if word == "class":
                self.classes.add(rest)
            elif word == "field":
                one, thing, number, kind, text = rest.split(" ", 4)
                self.fields[one, thing, int(number)] = kind, text
            else:
                thing, _, image = rest.partition(" ")
                self.bytes[thing] = image


def elements(text):
    return set(re.findall(r'"[^"]*"|[^][{},]+', text))


def agrees(old, new):
    """What the two builds show of one field. The old type may hold less: it shows those elements that it can hold."""
    (old_type, old_text), (new_type, new_text) = old, new
    if old_type == "bool" and new_type == "I":
        return old_text == str(int(new_text != "0"))
    if new_type in ("E", "L") and old_type != new_type:
        letters = {text for text in elements(new_text) if text.startswith('"') == ("S" in old_type)}
        return elements(old_text) == letters
    return old_text == new_text


def compare(stage, old, new, faults):
    """Every field that both builds know, of every object that either sees."""
    compared = set()
    for key in set(old.fields) | set(new.fields):
        if key in old.fields and key in new.fields:
            compared.add(key)
            if not agrees(old.fields[key], new.fields[key]):
                faults.append(f"{stage}: {key}: the old build shows {old.fields[key]}, the new one {new.fields[key]}")
        elif key[1] not in old.bytes or key[1] not in new.bytes:
            faults.append(f"{stage}: object {key[1]} is seen by one build only")
    return compared


def main():
    parser = argparse.ArgumentParser()
    for name in ("rdxc", "old", "new"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    run(options.rdxc, "diff", "--against", HERE / "old/pairs.rdx", HERE / "new/pairs.rdx")
    with tempfile.TemporaryDirectory() as folder:
        a, b, c = (f"{folder}/{name}" for name in "abc")
        printed = run(options.old, 1, "write", a, "show", "written")
        printed += run(options.new, 2, "take", a, "show", "seen", "change", b, "write", b, "show", "changed")
        printed += run(options.old, 3, "take", a, "take", b, "show", "seen_by_old", "change", c, "show", "changed_by_old")
        printed += run(options.new, 4, "take", a, "take", b, "take", c, "show", "last")
        printed += run(options.old, 5, "take", a, "take", b, "take", c, "show", "last_by_old")
    stages = {name: Shown(printed, name) for name in set(re.findall(r"^(\w+) ", printed, re.M))}
    faults = []
    both = compare("what the old build wrote", stages["written"], stages["seen"], faults)
    back = compare("what the new build wrote", stages["seen_by_old"], stages["changed"], faults)
    compare("what the old build changed", stages["changed_by_old"], stages["last"], faults)
    pairs = {key[0] for key in both} & {key[0] for key in back}
    if len(pairs) != PAIRS:
        faults.append(f"{len(pairs)} classes were seen by both builds, and not {PAIRS}")
    kept = set(stages["changed"].fields) - set(stages["seen_by_old"].fields)
    for key in kept:
        if stages["changed"].fields[key] != stages["last"].fields.get(key):
            faults.append(f"{key}: the old build does not know it, and it was {stages['changed'].fields[key]} before and is "
                          f"{stages['last'].fields.get(key)} after it saved the object")
    for name in ("changed_by_old", "last_by_old"):
        if stages[name].bytes != stages["last"].bytes:
            faults.append(f"the bytes of {name} are not those of the new build")
    print(f"{len(pairs)} pairs: {len(both) + len(back)} fields shown the same, {len(kept)} kept that the old build does not know, "
          f"{len(stages['last'].bytes)} objects equal as bytes; {len(faults)} faults")
    if faults or not kept:
        sys.exit("\n".join(faults[:20]))


main()
