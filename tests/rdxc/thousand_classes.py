#!/usr/bin/env python3
"""Writes one schema of many classes, the same shape for rdxc and protoc: thousand_classes.py rdx|proto [CLASSES] > FILE

A class has 20 fields: 8 scalars, 5 strings, 3 sequences of ints, 2 maps of strings to ints, 2 references; all with doc
comments.
"""
import sys

SHAPE = ["scalar"] * 8 + ["string"] * 5 + ["ints"] * 3 + ["map"] * 2 + ["reference"] * 2
RDX = {"string": "S", "ints": "L<I>", "map": "M<S, I>"}
PROTO = {"string": "string", "ints": "repeated int64", "map": "map<string, int64>"}


def fields(of, count, number):
    for i, kind in enumerate(SHAPE):
        target = f"Thing{(number * 7 + i) % count}"
        if kind == "scalar":
            type_rdx, type_proto = ("F", "double") if i % 2 else ("I", "int64")
        elif kind == "reference":
            type_rdx, type_proto = f"R<{target}>", target
        else:
            type_rdx, type_proto = RDX[kind], PROTO[kind]
        yield i + 1, kind, type_rdx if of == "rdx" else type_proto


def main():
    of = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    out = ["rdx 1;" if of == "rdx" else 'syntax = "proto3";', "package thousand;", ""]
    for number in range(count):
        out += [f"// Thing {number}, one of many." if of == "proto" else f"/// Thing {number}, one of many.",
                f"{'class' if of == 'rdx' else 'message'} Thing{number} {{"]
        for at, kind, type_name in fields(of, count, number):
            name = f"{kind}_{at}"
            if of == "rdx":
                out += [f"  /// The {kind} of number {at}.", f"  {name}: {type_name} @{at};"]
            else:
                out += [f"  // The {kind} of number {at}.", f"  {type_name} {name} = {at};"]
        out += ["}", ""]
    print("\n".join(out))


main()
