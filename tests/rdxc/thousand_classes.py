#!/usr/bin/env python3
"""Writes one schema of many classes, the same shape for four compilers: thousand_classes.py rdx|proto|fbs|capnp [CLASSES] > FILE

A class has 20 fields: 8 scalars, 5 strings, 3 sequences of ints, 2 maps of strings to ints, 2 references; all with doc
comments. FlatBuffers and Cap'n Proto have no maps: theirs are sequences of pairs.
"""
import sys

SHAPE = ["scalar"] * 8 + ["string"] * 5 + ["ints"] * 3 + ["map"] * 2 + ["reference"] * 2

# By kind; {} is the class referred to. A scalar is an integer or a real, in turns.
TYPES = {
    "rdx": {"integer": "I", "real": "F", "string": "S", "ints": "L<I>", "map": "M<S, I>", "reference": "R<{}>"},
    "proto": {"integer": "int64", "real": "double", "string": "string", "ints": "repeated int64", "map": "map<string, int64>",
              "reference": "{}"},
    "fbs": {"integer": "long", "real": "double", "string": "string", "ints": "[long]", "map": "[Entry]", "reference": "{}"},
    "capnp": {"integer": "Int64", "real": "Float64", "string": "Text", "ints": "List(Int64)", "map": "List(Entry)",
              "reference": "{}"},
}
HEAD = {
    "rdx": ["rdx 1;", "package thousand;"],
    "proto": ['syntax = "proto3";', "package thousand;"],
    "fbs": ["namespace thousand;", "table Entry { key: string (key); value: long; }"],
    "capnp": ["@0xd4f1e6a2b3c59788;", 'using Cxx = import "/capnp/c++.capnp";', '$Cxx.namespace("thousand");',
              "struct Entry { key @0 :Text; value @1 :Int64; }"],
}
OPEN = {"rdx": "class {} {{", "proto": "message {} {{", "fbs": "table {} {{", "capnp": "struct {} {{"}
DOC = {"rdx": "///", "proto": "//", "fbs": "///", "capnp": "#"}
FIELD = {
    "rdx": "{name}: {type} @{number};",
    "proto": "{type} {name} = {number};",
    "fbs": "{name}: {type};",
    "capnp": "{camel} @{index} :{type};",
}


def fields(of, count, number):
    for i, kind in enumerate(SHAPE):
        word = kind if kind != "scalar" else ("integer", "real")[i % 2]
        type_name = TYPES[of][word].format(f"Thing{(number * 7 + i) % count}")
        yield kind, FIELD[of].format(name=f"{kind}_{i + 1}", camel=f"{kind}{i + 1}", type=type_name, number=i + 1, index=i)


def schema(of, count):
    out = [*HEAD[of], ""]
    doc = DOC[of]
    for number in range(count):
        above = [f"{doc} Thing {number}, one of many."]
        opening = [OPEN[of].format(f"Thing{number}")]
        out += opening + [f"  {above[0]}"] if of == "capnp" else above + opening
        for i, (kind, text) in enumerate(fields(of, count, number)):
            comment = f"  {doc} The {kind} of number {i + 1}."
            out += [f"  {text}", comment] if of == "capnp" else [comment, f"  {text}"]  # Cap'n Proto's stand below
        out += ["}", ""]
    return "\n".join(out)


if __name__ == "__main__":
    print(schema(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
