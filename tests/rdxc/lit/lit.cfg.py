# The command, run by lit and looked at by FileCheck. %rdxc is the program, %schemas the corpus, %split cuts a file at "//--- name".
import os

import lit.formats

config.name = "rdxc"
config.test_format = lit.formats.ShTest(True)
config.suffixes = [".rdx", ".test"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.environ["RDX_LIT_OUT"]
tools = os.environ["RDX_LLVM_TOOLS"]
config.environment["PATH"] = os.pathsep.join([tools, os.environ["PATH"]])
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
config.substitutions += [
    ("%rdxc", os.environ["RDXC"]),
    ("%schemas", os.environ["RDX_SCHEMAS"]),
    ("%split", os.path.join(tools, "split-file")),
    ("%python", os.environ["RDX_PYTHON"]),
    # The address sanitizer maps terabytes, so its address space has no such bound.
    ("%bounded", "true" if os.environ["RDX_SANITIZE"] == "1" else "ulimit -v 2000000"),
]
