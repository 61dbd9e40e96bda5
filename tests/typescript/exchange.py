#!/usr/bin/env python3
"""JSON from C++ to TypeScript and back: generates the modules, checks them with tsc, runs them under node."""
import argparse
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TSC = ["tsc", "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node", "--lib", "es2022"]
# What @types/node would say of the two names that the test uses.
AMBIENT = 'declare module "fs" { export function readFileSync(from: number, encoding: string): string; }\n' \
          "declare const console: { log(text: string): void };\n"
WORDS = """abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger declare
    default delete do else enum eval export extends false finally for from function get globalThis if implements import in
    infer instanceof interface is keyof let module namespace never new null number object of package private protected public
    readonly require return set static string super switch symbol this throw toString true try type typeof undefined unique
    unknown valueOf var void while with yield Array Class Enum Id Integer JsonError Map Object Set String hasOwnProperty""".split()


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))[:300]}: status {done.returncode}\n{(done.stdout + done.stderr)[:6000]}")
    return done.stdout


def need(program, package):
    if not shutil.which(program):
        print(f"skipped: {program} is not here; on Debian: apt-get install {package}")
        sys.exit(77)


def write_words(folder):
    """TypeScript's own words, and those of JavaScript's objects, as everything that has a name."""
    lines = ["rdx 1;", "package words;"]
    lines += [f"/// Of {word} */ and more.\nclass {word} {{ " + " ".join(f"{name}: S @{i};" for i, name in enumerate(WORDS, 1)) + " }"
              for word in WORDS[::2]]
    lines += [f"enum {word} {{ " + " ".join(f"{name} = {i};" for i, name in enumerate(WORDS)) + " }" for word in WORDS[1::2]]
    lines += ["class Uses { " + " ".join(f"f{i}: {'R' if i % 2 == 0 else 'L<I'}<{word}>{'' if i % 2 == 0 else '>'} @{i + 1};"
                                         for i, word in enumerate(WORDS)) + " }"]
    (folder / "1-words.rdx").write_text("\n".join(lines) + "\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.rdx").write_text('rdx 1;\npackage deep;\nimport "1-words.rdx";\n'
                                             f"class Deep : words.Uses {{ other: E<I<words.{WORDS[1]}>> @100; }}\n")


def main():
    parser = argparse.ArgumentParser()
    for name in ("rdxc", "exchange", "schemas", "work"):
        parser.add_argument(f"--{name}", type=pathlib.Path)
    options = parser.parse_args()
    need("node", "nodejs")
    need("tsc", "node-typescript")
    work = options.work
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "package.json").write_text('{"type": "module"}\n')
    (work / "ambient.d.ts").write_text(AMBIENT)
    (work / "in").mkdir()
    write_words(work / "in")
    everything = options.schemas / "everything"
    run(options.rdxc, "gen", "--language", "typescript", "-I", everything, "-I", options.schemas / "names", "-I", work / "in", "-o", work,
        everything / "everything.rdx", everything / "people.rdx", options.schemas / "names/names.rdx", work / "in/1-words.rdx",
        work / "in/sub/deep.rdx")
    shutil.copy(HERE / "exchange.ts", work)
    module = (work / "everything.rdx.ts").read_text()
    for reason in ("@deprecated use group */\n  old?:", "@deprecated use Task */\nexport interface Nothing"):
        if reason not in module:
            sys.exit(f"everything.rdx.ts has no '{reason}'")
    run(*TSC, *sorted(work.glob("*.ts")), work / "sub/deep.rdx.ts")
    written = run(options.exchange, "write")
    (work / "from_cpp.json").write_text(written)
    back = run("node", work / "exchange.js", input=written)
    (work / "from_typescript.json").write_text(back)
    run(options.exchange, "read", input=back)
    for name in ("1-words.rdx.js", "sub/deep.rdx.js", "names.rdx.js"):
        run("node", work / name)


main()
