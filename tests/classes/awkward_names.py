#!/usr/bin/env python3
"""Any schema that passes compiles, whatever its names: awkward_names.py RDXC COMPILER INCLUDE WORK

Thousands of names: C++'s keywords, every macro that the compiler knows after the headers below, every word of those headers,
of the runtime's and of the templates. All stand as an enumerator, our own and a tenth of the macros also as a field, a class and
an enum, these and the headers' words as a package. What comes out must compile behind all those headers, without a warning. Only what rdxc refuses at its line (RDX0802: names that C++ keeps
for itself) is left out.
"""
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys

HEADERS = """cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio
    cstdlib cstring ctime cuchar cwchar cwctype assert.h complex.h aio.h arpa/inet.h cpio.h dirent.h dlfcn.h endian.h
    err.h fcntl.h fnmatch.h ftw.h getopt.h glob.h grp.h iconv.h ifaddrs.h iso646.h langinfo.h libgen.h libintl.h malloc.h
    mqueue.h net/if.h netdb.h netinet/in.h netinet/tcp.h nl_types.h paths.h poll.h pthread.h pwd.h regex.h sched.h
    search.h semaphore.h spawn.h strings.h sys/epoll.h sys/file.h sys/ioctl.h sys/ipc.h sys/mman.h sys/mount.h sys/msg.h
    sys/param.h sys/resource.h sys/select.h sys/sem.h sys/shm.h sys/socket.h sys/stat.h sys/statvfs.h sys/syscall.h
    sys/sysmacros.h sys/time.h sys/times.h sys/types.h sys/uio.h sys/un.h sys/utsname.h sys/wait.h syslog.h tar.h
    termios.h ulimit.h unistd.h utime.h wordexp.h""".split()
KEYWORDS = """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class
    co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete
    do double dynamic_cast else enum explicit export extern false final float for friend goto if import inline int long module
    mutable namespace new noexcept not not_eq nullptr operator or or_eq override private protected public register
    reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this
    thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq""".split()
STRICT = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow",
          "-Wold-style-cast", "-Werror"]
WORD = re.compile(r"\b[A-Za-z][A-Za-z0-9_]*\b")
FIELDS_A_CLASS = 127
SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent


def run(*command, text=None):
    done = subprocess.run([str(part) for part in command], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))[:200]}: status {done.returncode}\n{(done.stdout + done.stderr)[:6000]}")
    return done.stdout


def includes(names):
    return "".join(f"#include <{name}>\n" for name in names)


def ordinary(words):
    """Those that C++ does not keep for itself; without those that a '_' makes of another."""
    return {word for word in words if "__" not in word and not word.startswith("_") and not word.endswith("_")}


def every_name(compiler, include):
    """Words by where they come from: of the language and the preprocessor, of the C library's headers, of ours."""
    macros = re.findall(r"^#define (\w+)", run(compiler, "-std=gnu++20", "-dM", "-E", "-xc++", "-", text=includes(HEADERS)), re.MULTILINE)
    c_headers = {name if name.endswith(".h") else f"{name[1:]}.h" for name in HEADERS}
    library = WORD.findall(run(compiler, "-std=gnu++20", "-E", "-P", "-xc++", "-", text=includes(sorted(c_headers))))
    texts = [*pathlib.Path(include, "rdx").resolve().rglob("*.h"), *(SOURCE / "templates/cpp").iterdir()]
    ours = [word for text in texts for word in WORD.findall(re.sub(r"//.*|/\*.*?\*/", "", text.read_text()))]
    return ordinary(KEYWORDS + macros), ordinary(library), ordinary(ours)


def fields(names):
    """A class for every 127 names, of all the types that become different code."""
    types = [("I", ""), ("S", "[index = hash]"), ("F", "= 1.5"), ("R<C0>", ""), ("bool", ""), ("E<S>", ""), ("M<S, I>", ""),
             ("L<R<C0>>", ""), ("C", ""), ("text", ""), ("V", ""), ("I<E0>", "= e0")]
    out = ["enum E0 { e0 = 0; }"]
    for at in range(0, len(names), FIELDS_A_CLASS):
        out.append(f"class C{at} {{")
        for number, name in enumerate(names[at:at + FIELDS_A_CLASS], 1):
            kind, rest = types[(at + number) % len(types)]
            out.append(f"  {name}: {kind} @{number} {rest};")
        out.append("}")
    return "\n".join(out)


class Schemas:
    """Schemas in a folder, what rdxc makes of them, and a program that includes it all."""

    def __init__(self, work, rdxc):
        self.work, self.rdxc, self.files = work, rdxc, []
        shutil.rmtree(work, ignore_errors=True)
        (work / "in").mkdir(parents=True)

    def add(self, name, package, body):
        self.files.append(name)
        (self.work / "in" / name).write_text(f"rdx 1;\npackage {package};\n{body}\n")

    def generate(self):
        run(self.rdxc, "gen", "-I", self.work / "in", "-o", self.work, *(self.work / "in" / name for name in self.files))

    def headers(self):
        (self.work / "headers.h").write_text(includes(HEADERS))
        return self.work / "headers.h"

    def main(self):
        text = includes(HEADERS) + "".join(f'#include "{name}.h"\n' for name in self.files) + "int main() {}\n"
        (self.work / "main.cc").write_text(text)
        return self.work / "main.cc"


def main():
    rdxc, compiler, include, work = sys.argv[1:]
    language, library, ours = every_name(compiler, include)
    everything = sorted(language | library | ours)
    # What is true of one macro as an enumerator is true of it as a field: of those only a few.
    awkward = sorted(set(KEYWORDS) | ours | set(sorted(language)[::10]) | {"kA_", "kObject_", "kfree_"})  # tables of A, Object, free
    if len(language) < 1000 or len(library) < 2000 or len(ours) < 1000:
        sys.exit(f"too few names: {len(language)} {len(library)} {len(ours)}")
    schemas = Schemas(pathlib.Path(work), rdxc)
    schemas.add("values.rdx", "of1.values", "enum Value {" + " ".join(f"{name} = {i};" for i, name in enumerate(everything)) + "}")
    schemas.add("fields.rdx", "of1.fields", fields(awkward))
    schemas.add("classes.rdx", "of1.classes", "\n".join(f"class {name} {{ other: R<{name}> @1; }}" for name in awkward))
    schemas.add("enums.rdx", "of1.enums", "\n".join(f"enum {name} {{ {name} = 0; }}" for name in awkward))
    packages = sorted(library | set(awkward))
    for name in packages:
        schemas.add(f"of_{name}.rdx", name, "")
    schemas.generate()
    flags = STRICT + [f"-I{include}", f"-I{work}"]
    sources = [f"{name}.cc" for name in schemas.files[:4]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda text: run(compiler, *flags, "-include", schemas.headers(), f"{work}/{text}"), sources))
    run(compiler, *flags, schemas.main())
    print(f"{len(everything)} names as enumerators, {len(packages)} as packages, {len(awkward)} as fields, classes and enums: all compile")


main()
