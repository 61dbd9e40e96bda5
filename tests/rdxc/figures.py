#!/usr/bin/env python3
"""Every figure of the schema compiler against protoc, flatc and capnp of Debian, on this machine, in one run.

    python3 tests/rdxc/figures.py [--rdxc PROGRAM] [--include FOLDER] [--build FOLDER] [--only WORD]

Prints a table in Markdown, a row a figure: what, the goal, what was measured, whether it is reached. A row whose program is not
there says what is missing. --build: rdx's build folder, for the test programs that measure themselves; without --rdxc its own
rdxc is taken, else the installed one on the PATH. Answers 1 where a figure is missed. Times are processor time, user and
system, of whole commands: the least of several runs.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path.insert(0, str(HERE))
from thousand_classes import schema  # noqa: E402

def missing_packages():
    """What the other compilers' rows need and is not here: a program of each package, and the headers that its output includes."""
    needed = {"protobuf-compiler": shutil.which("protoc"), "libprotobuf-dev": has_header("google/protobuf/message.h"),
              "flatbuffers-compiler": shutil.which("flatc"), "libflatbuffers-dev": has_header("flatbuffers/flatbuffers.h"),
              "capnproto": shutil.which("capnp"), "libcapnp-dev": has_header("capnp/message.h")}
    return [package for package, found in needed.items() if not found]


def has_header(name):
    return any(pathlib.Path(folder, name).is_file() for folder in ("/usr/include", "/usr/local/include"))


class Missing(Exception):
    """What a row needs and is not here."""


def need(program):
    path = shutil.which(program)
    if not path:
        raise Missing(f"{program} is not here")
    return path


def run(*command, status=(0,), **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if status and done.returncode not in status:
        raise SystemExit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout[:4000]}")
    return done.stdout


def seconds(times, *command):
    """The least processor time of so many runs."""
    least = None
    for _ in range(times):
        with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            complaint = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
        if status != 0:
            raise SystemExit(f"{' '.join(map(str, command))}: status {status}\n{complaint[:4000].decode()}")
        used = usage.ru_utime + usage.ru_stime
        least = used if least is None else min(least, used)
    return least


class Bench:
    """The four compilers over schemas of one shape, in a folder of their own."""

    LANGUAGES = {"rdxc": "rdx", "protoc": "proto", "flatc": "fbs", "capnp": "capnp"}

    def __init__(self, options, folder):
        self.options, self.folder = options, folder

    def compilers(self):
        return [name for name in self.LANGUAGES if name == "rdxc" or shutil.which(name)]

    def command(self, compiler, count):
        """What generates C++ for that many classes, and the folder it goes to."""
        language = self.LANGUAGES[compiler]
        path = self.folder / f"things{count}.{language}"
        path.write_text(schema(language, count))
        out = self.folder / f"{compiler}{count}"
        out.mkdir(exist_ok=True)
        return {
            "rdxc": [self.options.rdxc, "gen", "-I", self.folder, "-o", out, path],
            "protoc": ["protoc", f"-I{self.folder}", f"--cpp_out={out}", path],
            "flatc": ["flatc", "--cpp", "-o", out, path],
            "capnp": ["capnp", "compile", f"--src-prefix={self.folder}", f"-oc++:{out}", path],
        }[compiler], out

    def generated(self, compiler, count):
        command, out = self.command(compiler, count)
        run(*command)
        return out

    def generation(self):
        need("protoc")
        times = {}
        for compiler in self.compilers():
            command, out = self.command(compiler, 1000)
            times[compiler] = min(self.fresh(command, out) for _ in range(5))
        return times

    @staticmethod
    def fresh(command, out):
        shutil.rmtree(out)
        out.mkdir()
        return seconds(1, *command)

    def sizes(self):
        need("protoc")
        return {compiler: sum(file.stat().st_size for file in self.generated(compiler, 1000).iterdir()) for compiler in self.compilers()}

    def flags(self, compiler, out):
        return ["-std=c++20", f"-I{out}"] + ([f"-I{self.options.include}"] if compiler == "rdxc" else [])

    def compile(self):
        """The .cc of 100 classes, once each: protobuf's takes minutes."""
        need("protoc")
        times = {}
        for compiler, suffix in (("rdxc", ".cc"), ("protoc", ".cc"), ("capnp", ".c++")):
            if compiler not in self.compilers():
                continue
            out = self.generated(compiler, 100)
            text = next(file for file in out.iterdir() if file.suffix == suffix)
            times[compiler] = seconds(3 if compiler == "rdxc" else 1, "g++", *self.flags(compiler, out), "-O2", "-c", "-xc++", text, "-o", "/dev/null")
        return times

    def include(self, count):
        need("protoc")
        times = {}
        for compiler in self.compilers():
            out = self.generated(compiler, count)
            header = next(file for file in out.iterdir() if file.suffix == ".h")
            text = out / "include.cc"
            text.write_text(f'#include "{header.name}"\n')
            times[compiler] = seconds(3, "g++", *self.flags(compiler, out), "-O2", "-fsyntax-only", text)
            text.unlink()
        return times


def compared(figures, least, unit, form):
    """protoc's divided by ours, beside all of them."""
    ratio = figures["protoc"] / figures["rdxc"]
    return ratio >= least, f"{ratio:.1f} times; " + ", ".join(f"{name} {form(value)}{unit}" for name, value in figures.items())


def faults(options):
    printed = run(options.rdxc, "check", "--format", "gcc", HERE / "figures/nine_faults.rdx", status=(1,))
    ours = len(re.findall(r" error: ", printed))
    if not shutil.which("protoc"):
        return ours == 9, f"{ours} errors; protoc is not here"
    with tempfile.TemporaryDirectory() as out:
        printed = run("protoc", f"-I{HERE}/figures", f"--cpp_out={out}", HERE / "figures/nine_faults.proto", status=(1,))
    return ours == 9, f"{ours} errors; protoc reports {len(printed.splitlines())}"


def typos(options):
    """Each typo of figures/typos.txt alone: rdxc says one error, and suggests the right word."""
    text = (HERE / "figures/school.rdx").read_text()
    cases = [line.split(" | ") for line in (HERE / "figures/typos.txt").read_text().splitlines() if line and line[0] != "#"]
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(HERE / "figures/people.rdx", folder)
        path = pathlib.Path(folder, "school.rdx")
        for right, wrong, word in cases:
            if right not in text:
                raise SystemExit(f"typos.txt: there is no '{right}' in school.rdx")
            path.write_text(text.replace(right, wrong, 1))
            printed = run(options.rdxc, "check", "--color", "never", path, status=(1,))
            if not re.search(rf"^help: (did you mean '|write (\[index = )?){re.escape(word)}\b", printed, re.MULTILINE):
                missed.append(wrong)
    said = f"{len(cases) - len(missed)} of {len(cases)}" + (f"; not: {', '.join(missed)}" if missed else "")
    return len(cases) >= 40 and (len(cases) - len(missed)) * 40 >= 38 * len(cases), said


def program(options, name, *arguments, pattern, environment=None):
    """A test program of the build: reached where it answers 0; the last line it prints that has the pattern."""
    if options.build is None:
        raise Missing("no --build")
    path = options.build / "tests/rdxc" / name
    if not path.is_file():
        raise Missing(f"{name} is not in {options.build}/tests/rdxc")
    done = subprocess.run([path, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, **(environment or {})})
    lines = [line for line in done.stdout.splitlines() if re.search(pattern, line)]
    if not lines:
        return False, f"{name} printed no figure"
    return done.returncode == 0, re.sub(r"^\[\W*\w*\W*\]\s*", "", lines[-1])


def rows(options, bench):
    """(what, the goal, what measures it: whether it is reached, and the figure)"""
    def second(value):
        return f"{value:.3f}"

    def kilobyte(value):
        return f"{value / 1000:,.0f}"

    schemas = sorted(path for path in (SOURCE / "schemas").iterdir() if path.is_dir())
    others = [SOURCE / "examples", SOURCE / "tests/bench", SOURCE / "tests/consumer"]
    return [
        ("generation of 1,000 classes of 20 fields", "25 times faster than protoc",
         lambda: compared(bench.generation(), 25, " s", second)),
        ("what is generated", "a fifth of protoc's bytes", lambda: compared(bench.sizes(), 5, " kB", kilobyte)),
        ("the .cc of 100 classes at -O2", "10 times faster than protobuf's", lambda: compared(bench.compile(), 10, " s", second)),
        ("including the header of one class", "half of protobuf's", lambda: compared(bench.include(1), 2, " s", second)),
        ("including the header of 100 classes", "half of protobuf's", lambda: compared(bench.include(100), 2, " s", second)),
        ("9 seeded faults", "9 errors (protoc: 1)", lambda: faults(options)),
        ("mutations: each token dropped, doubled, swapped", "98 % within a line, 1.3 errors a case",
         lambda: program(options, "rdxc_damage_test", *schemas, pattern="errors a case")),
        ("typos", "38 of 40", lambda: typos(options)),
        ("25 kinds of change", "all judged right",
         lambda: program(options, "rdxc_test", "--gtest_filter=Compatibility*", pattern=r"kinds of change judged")),
        ("10,000 random steps of evolution", "compatible: old and new converge",
         lambda: program(options, "rdxc_evolution_test", pattern="steps, .* converged", environment={"RDX_STEPS": "10000"})),
        ("fmt, on all shipped schemas and 10,000 mutated ones", "twice is once; the same model",
         lambda: program(options, "rdxc_format_test", *schemas, *others, pattern="schemas", environment={"RDX_LONG": "1"})),
    ]


def find_tools(options):
    if options.build is not None:
        options.build = options.build.resolve()
        options.rdxc = options.rdxc or options.build / "rdxc/rdxc"
        options.include = options.include or options.build / "include"
    options.rdxc = need(options.rdxc or "rdxc")
    # As installed, the headers stand beside the command's folder.
    options.include = options.include or pathlib.Path(options.rdxc).resolve().parent.parent / "include"


def measure(row):
    what, goal, figure = row
    try:
        reached, said = figure()
    except Missing as missing:
        return None, f"| {what} | {goal} | {missing} | – |"
    return reached, f"| {what} | {goal} | {said} | {'yes' if reached else 'NO'} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rdxc", help="the compiler; the build's, else the one on the PATH")
    parser.add_argument("--include", help="the folder of <rdx/generated.h>")
    parser.add_argument("--build", type=pathlib.Path, help="rdx's build folder")
    parser.add_argument("--only", default="", help="only rows with this text")
    options = parser.parse_args()
    try:
        find_tools(options)
    except Missing as missing:
        sys.exit(str(missing))
    if missing := missing_packages():
        print(f"figures.py: rows or columns are left out; on Debian: apt-get install {' '.join(missing)}", file=sys.stderr)
    failed = False
    print("| figure | goal | measured | reached |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(options, Bench(options, pathlib.Path(folder))):
            if options.only in row[0]:
                reached, line = measure(row)
                failed |= reached is False
                print(line, flush=True)
    sys.exit(1 if failed else 0)


main()
