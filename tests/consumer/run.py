"""Projects from outside against the installed package; what is tested is named by the first argument, a class below."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
STRICT = ("-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Werror")
OPTIONS = None


def run(*command, fails=False, **options):
    """Answers what the command printed. `fails`: it must; else it must not."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if (done.returncode != 0) != fails:
        raise AssertionError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}")
    return done.stdout


class Project:
    """A copy of a project of this folder, away from rdx's source, and its build: not optimized, if nothing else is said."""

    def __init__(self, name, *arguments, generator="Ninja", flags=STRICT, configure=True, files=(), compiler=None, prefix=None,
                 build_type="Debug"):
        self.generator = generator
        self.source = OPTIONS.work / generator.replace(" ", "_") / name
        self.build = self.source.with_name(name + ".build")
        for folder in (self.source, self.build):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(HERE / name, self.source)
        for file in files:
            shutil.copy(file, self.source)
        self.arguments = ["-G", generator, f"-DCMAKE_CXX_COMPILER={compiler or OPTIONS.compiler}",
                          f"-DCMAKE_CXX_FLAGS={flags}", f"-DCMAKE_PREFIX_PATH={prefix or OPTIONS.prefix}",
                          f"-DCMAKE_BUILD_TYPE={build_type}", "-DCMAKE_CXX_FLAGS_DEBUG=-O0", *arguments]
        if configure:
            self.configure()

    def configure(self, *arguments, fails=False, env=None):
        return run("cmake", "-S", self.source, "-B", self.build, *self.arguments, *arguments, fails=fails, env=env)

    def make(self, *targets, jobs=2, fails=False):
        only = ["--target", *targets] if targets else []
        return run("cmake", "--build", self.build, f"-j{jobs}", *only, fails=fails)

    def run(self, program, *arguments):
        return run(self.build / program, *arguments)


class install(unittest.TestCase):
    def test(self):
        first = OPTIONS.prefix.with_name("prefix-before-it-moved")
        for folder in (first, OPTIONS.prefix):
            shutil.rmtree(folder, ignore_errors=True)
        run("cmake", "--install", OPTIONS.build, "--prefix", first)
        first.rename(OPTIONS.prefix)
        for file in OPTIONS.prefix.rglob("*.cmake"):
            text = file.read_text()
            self.assertNotIn(str(first), text, file)
            self.assertNotIn(str(SOURCE), text, file)
        for command in ("rdx", "rdxc"):
            self.assertRegex(run(OPTIONS.prefix / "bin" / command, "--version"), command + r" \d+\.\d+\.\d+\n")


def installed(prefix):
    """The files below a prefix, without the machine's library folder and the build type."""
    names = (file.relative_to(prefix).as_posix() for file in prefix.rglob("*") if not file.is_dir())
    names = (re.sub(r"^lib(64|/[\w]+-linux-gnu)?/", "lib/", name) for name in names)
    return {re.sub(r"Targets-\w+\.cmake$", "Targets-BUILD.cmake", name) for name in names}


class install_list(unittest.TestCase):
    """Every header of runtime/ but the command's own, and what install_list.txt names; nothing else."""

    maxDiff = None

    def test(self):
        found = installed(OPTIONS.prefix)
        runtime = SOURCE / "runtime"
        headers = {f"include/rdx/{file.relative_to(runtime).as_posix()}" for file in runtime.rglob("*.h")}
        headers = {header for header in headers if not header.startswith("include/rdx/tool/")}
        self.assertEqual(sorted(headers - found), [], "headers that are not installed")
        self.assertEqual("".join(f"{name}\n" for name in sorted(found - headers)), (HERE / "install_list.txt").read_text())


class consumers(unittest.TestCase):
    """Optimized by Ninja, and not by make."""

    def project(self, name):
        is_ninja = OPTIONS.generator == "Ninja"
        return Project(name, generator=OPTIONS.generator, build_type="RelWithDebInfo" if is_ninja else "Debug")

    def test_notes(self):
        notes = self.project("notes")
        self.assertNotIn("warning", notes.make())
        expected = (notes.source / "expected.txt").read_text()
        self.assertEqual(notes.run("notes", notes.build / "notes.db"), expected)

    def test_board(self):
        board = self.project("board")
        self.assertNotIn("warning", board.make())
        self.assertEqual(board.run("board"), (board.source / "expected.txt").read_text())


class init(unittest.TestCase):
    """What `rdxc init` writes builds and runs, in a folder with a name that C++ has for itself, or CMake."""

    def project(self, folder):
        source = OPTIONS.work / folder
        shutil.rmtree(source, ignore_errors=True)
        run(OPTIONS.prefix / "bin/rdxc", "init", source)
        run("cmake", "-S", source, "-B", source / "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={OPTIONS.compiler}",
            f"-DCMAKE_CXX_FLAGS={STRICT}", f"-DCMAKE_PREFIX_PATH={OPTIONS.prefix}")
        return source / "build"

    def test(self):
        build = self.project("class")
        self.assertNotIn("warning", run("cmake", "--build", build, "-j2"))
        line = "Water the plants: 3 votes, 1 label, begun\n"
        self.assertEqual(run(build / "class"), line + line)
        self.assertIn("test_app:", run("ninja", "-C", self.project("test"), "-t", "targets", "all"))


class readme(unittest.TestCase):
    """The README's example works as printed, and prints what the README says."""

    FILES = {"rdx": "notes.rdx", "cpp": "main.cc", "cmake": "CMakeLists.txt"}

    def test(self):
        text = (SOURCE / "README.md").read_text()
        project = Project("readme", configure=False)
        for language, file in self.FILES.items():
            (project.source / file).write_text(re.search(rf"```{language}\n(.*?)```", text, re.DOTALL).group(1))
        project.configure()
        self.assertNotIn("warning", project.make())
        promised = re.search(r"Both replicas print `(.*?)`", text).group(1)
        self.assertEqual(project.run("notes"), f"{promised}\n{promised}\n")

    def test_a_mistake(self):
        """The schema with mistakes says what the README says it says."""
        text = (SOURCE / "README.md").read_text()
        folder = OPTIONS.work / "mistake"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "draft.rdx").write_text(re.search(r"`draft.rdx`:\n\n```rdx\n(.*?)```", text, re.DOTALL).group(1))
        shown = re.search(r"```console\n\$ rdxc check draft.rdx\n(.*?)```", text, re.DOTALL).group(1)
        self.assertEqual(run(OPTIONS.prefix / "bin/rdxc", "check", "draft.rdx", cwd=folder, fails=True), shown)


class rebuild(unittest.TestCase):
    """Exactly the users of a schema are made anew: told from what the build prints."""

    USERS_OF_BASE = ["base.rdx", "base.rdx", "own.rdx", "sub/user.rdx"]

    def made(self, output):
        """(the schemas that rdxc ran on, the files compiled), both sorted."""
        ran = re.findall(r"\] rdxc (\S+)", output)
        compiled = re.findall(r"Building CXX object (\S+)\.o", output)
        return sorted(ran), sorted(pathlib.PurePath(file).name for file in compiled)

    def change(self, file, old, new):
        time.sleep(1.1)  # Makefiles tell times apart by the second, on some file systems
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def test(self):
        project = Project("imports", generator=OPTIONS.generator)
        base = project.source / "schemas/base.rdx"
        alone = project.source / "schemas/alone.rdx"
        ran, compiled = self.made(project.make())
        self.assertEqual(ran, sorted(self.USERS_OF_BASE + ["alone.rdx"]))
        self.assertEqual(len(compiled), 8)
        self.assertEqual(project.run("user") + project.run("alone") + project.run("two/two"), "user\n7\nnothing\n")
        self.assertEqual(self.made(project.make()), ([], []), "a second build does nothing")

        self.change(base, "class", "class")  # touched only: the compiler runs, what it writes is the same
        self.assertEqual(self.made(project.make()), (self.USERS_OF_BASE, []))
        self.assertEqual(self.made(project.make()), ([], []))

        self.change(base, "name: S @1;", "name: S @1;\n  size: I @9;")
        self.assertEqual(self.made(project.make()), (self.USERS_OF_BASE, sorted(
            ["base.rdx.cc", "base.rdx.cc", "own.rdx.cc", "user.rdx.cc", "user.cc", "two.cc"])))
        self.assertEqual(self.made(project.make()), ([], []))

        self.change(alone, "count: I @1;", "count: I @1;\n  size: I @9;")
        self.assertEqual(self.made(project.make()), (["alone.rdx"], ["alone.cc", "alone.rdx.cc"]))

        self.change(alone, "count: I @1;", "count: NoType @1;")
        output = project.make(fails=True)
        self.assertRegex(output, r"alone\.rdx:5")
        self.change(alone, "count: NoType @1;", "count: I @1;")
        self.assertEqual(self.made(project.make())[0], ["alone.rdx"])
        self.assertEqual(self.made(project.make()), ([], []))


class messages(unittest.TestCase):
    """What stops a configure step says why, and what to do."""

    def fails(self, project, *arguments, env=None):
        shutil.rmtree(project.build, ignore_errors=True)
        return " ".join(project.configure(*arguments, fails=True, env=env).split())

    def test(self):
        project = Project("imports", configure=False)
        self.assertIn("which is no file; give the path of rdxc", self.fails(project, "-DRDXC_EXECUTABLE=/nowhere/rdxc"))

        bare = {**os.environ, "PATH": "/usr/bin:/bin"}
        output = self.fails(project, "-DCMAKE_SYSTEM_NAME=Linux", env=bare)
        self.assertIn("cross compiling, and there is no rdxc for this machine on the PATH", output)
        self.assertIn("-DRDXC_EXECUTABLE=/path/to/rdxc", output)
        emulated = self.fails(project, "-DCMAKE_SYSTEM_NAME=Linux", "-DCMAKE_CROSSCOMPILING_EMULATOR=/bin/true",
                              f"-DCMAKE_PREFIX_PATH={self.without_tools()}", env=bare)
        self.assertIn("there is no rdxc for this machine on the PATH", emulated)
        project.configure("-DCMAKE_SYSTEM_NAME=Linux", f"-DRDXC_EXECUTABLE={OPTIONS.prefix / 'bin/rdxc'}")

        cmake_lists = project.source / "CMakeLists.txt"
        text = cmake_lists.read_text()
        for old, new, message in (
                ("REQUIRED", "REQUIRED COMPONENTS teapot", "this installation has not the components: teapot"),
                ("TARGET schemas IMPORT_DIRS schemas SCHEMAS schemas/alone.rdx", "TARGET nobody SCHEMAS a.rdx",
                 "there is no target 'nobody'"),
                ("schemas/alone.rdx", "schemas/base.rdx", "name each schema once a target"),
                ("IMPORT_DIRS schemas SCHEMAS schemas/alone.rdx", "COLOUR red SCHEMAS schemas/alone.rdx",
                 "what is 'COLOUR;red'? It takes TARGET, SCHEMAS, IMPORT_DIRS"),
                ("schemas/alone.rdx", "schemas/nothing.rdx", "there is no schema"),
                ("schemas/alone.rdx", "", "TARGET and SCHEMAS must be given")):
            cmake_lists.write_text(text.replace(old, new))
            self.assertIn(message, self.fails(project))

        cmake_lists.write_text(text)
        self.assertIn("this rdx came without rdxc", self.fails(project, f"-DCMAKE_PREFIX_PATH={self.without_tools()}"))

    @staticmethod
    def without_tools():
        """A copy of the package that holds the libraries alone."""
        without = OPTIONS.work / "without_tools"
        shutil.rmtree(without, ignore_errors=True)
        shutil.copytree(OPTIONS.prefix, without)
        shutil.rmtree(without / "bin")
        for file in without.rglob("rdxToolsTargets*.cmake"):
            file.unlink()
        return without


class shared(unittest.TestCase):
    """Many targets of one schema, built at once: each has its own code, and no two commands write one file."""

    STEPS = ("one_rdxc_1", "two_rdxc_1", "three_rdxc_1", "classes_rdxc_1")
    ROUNDS = 5

    def test(self):
        project = Project("shared", generator=OPTIONS.generator, flags="-O0")
        self.assertEqual(self.runs(project.make(jobs=8)), len(self.STEPS))
        for program in ("one", "two", "three", "four", "five"):
            self.assertEqual(project.run(program), "shared\n")
        self.assertEqual(self.runs(project.make(jobs=8)), 0)
        made = sorted(project.build.rglob("shared.rdx.*"))
        self.assertEqual(sum(file.suffix in (".h", ".cc") for file in made), 2 * len(self.STEPS))
        texts = {file: file.read_bytes() for file in made if file.suffix in (".h", ".cc")}
        for _ in range(self.ROUNDS):
            for file in project.build.rglob("shared.rdx.*"):
                file.unlink()
            self.assertEqual(self.runs(project.make(*self.STEPS, jobs=8)), len(self.STEPS))
            self.assertEqual({file: file.read_bytes() for file in texts}, texts)

    @staticmethod
    def runs(output):
        return len(re.findall(r"\] rdxc shared\.rdx", output))


class pkg_config(unittest.TestCase):
    """Each package brings what a program of its own part needs to compile and link."""

    RUNTIME = 'return rdx::to_text(rdx::Id(1, 2, 3)) == "1-2-3" ? 0 : 1;'
    PROGRAMS = {
        "rdx": ("rdx/rdx.h", RUNTIME),
        "rdx-json": ("rdx/json.h", 'return rdx::value_to_json({.number = 1, .letter = \'I\'}, "") ? 0 : 1;'),
        "rdx-rocksdb": ("rdx/rocksdb.h", 'return rdx::open_rocksdb("/dev/null/nowhere") ? 1 : 0;'),
        "rdx-link": ("rdx/link.h", RUNTIME),
        "rdx-watch": ("rdx/watch.h", RUNTIME),
    }

    def test(self):
        folder = next(OPTIONS.prefix.rglob("rdx.pc")).parent
        env = {**os.environ, "PKG_CONFIG_PATH": str(folder)}
        self.assertEqual(sorted(file.stem for file in folder.glob("*.pc")), sorted(self.PROGRAMS))
        for package, (header, body) in self.PROGRAMS.items():
            flags = run("pkg-config", "--cflags", "--libs", package, env=env).split()
            main = OPTIONS.work / f"{package}.cc"
            main.parent.mkdir(parents=True, exist_ok=True)
            main.write_text(f"#include <rdx/rdx.h>\n#include <{header}>\nint main() {{ {body} }}\n")
            program = main.with_suffix("")
            run(OPTIONS.compiler, "-std=c++20", *OPTIONS.flags, main, "-o", program, *flags)
            run(program)


def board_in_tree(how, *arguments, **options):
    """The board, with rdx's source tree as a part of its project."""
    board = HERE / "board"
    return Project("subdirectory", f"-DRDX_SOURCE={SOURCE}", f"-DHOW={how}", *arguments,
                   flags="", files=[board / "board.cc", board / "board.rdx"], **options)


BOARD_SAYS = (HERE / "board/expected.txt").read_text()


class subdirectory(unittest.TestCase):
    """FetchContent and add_subdirectory: each as far as the other, and `cross`, do not go, since all of rdx is built anew here."""

    OBJECTS = ["CMakeFiles/board.dir/board.cc.o", "CMakeFiles/board.dir/rdxc/board/board.rdx.cc.o"]

    def test_fetch(self):
        """A source of each folder of rdxc compiles there, and what is built along is what reads the schema."""
        project = board_in_tree("fetch")
        commands = run("ninja", "-C", project.build, "-t", "commands", *self.OBJECTS)
        self.assertRegex(commands, r"_deps/rdx-build/rdxc/rdxc gen .*board\.rdx")
        folders = {}
        for made, folder in re.findall(r"-o (_deps/rdx-build/rdxc/CMakeFiles/rdxc_core\.dir/(\w+)[./]\S*\.o) ", commands):
            folders.setdefault(folder, made)
        self.assertLessEqual({"check", "command", "editor", "embedded_templates", "emit", "source", "syntax"}, set(folders))
        project.make(*folders.values())
        if os.environ.get("RDX_LONG"):
            self.all_of_it(project)

    def all_of_it(self, project):
        """Up to the program's own objects; `cross` builds the runtime and links."""
        self.assertIn("rdxc board.rdx", project.make(*self.OBJECTS))
        self.assertNotIn("Building", project.make(*self.OBJECTS))
        commands = run("ninja", "-C", project.build, "-t", "commands", "board").splitlines()
        self.assertRegex(commands[-1], r"-o board .*librdx_runtime\.a")

    def test_add(self):
        """Up to what rdxc writes; `cross` builds the same project to its end."""
        project = board_in_tree("add", f"-DRDXC_EXECUTABLE={OPTIONS.prefix / 'bin/rdxc'}")
        output = project.make("board_rdxc_1")
        self.assertIn("rdxc board.rdx", output)
        self.assertNotIn("Building", output)
        self.assertTrue((project.build / "rdxc/board/board.rdx.h").is_file())


class cross(unittest.TestCase):
    """For another machine: the runtime and a generated class as one static program for 64-bit ARM, run under qemu-user."""

    def test(self):
        for tool, package in (("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu"), ("qemu-aarch64", "qemu-user")):
            if not shutil.which(tool):
                self.skipTest(f"{tool} is not here; on Debian: apt-get install {package}")
        toolchain = f"-DCMAKE_TOOLCHAIN_FILE={HERE / 'subdirectory/aarch64.cmake'}"
        project = board_in_tree("add", toolchain, "-DCMAKE_EXE_LINKER_FLAGS=-static",
                                f"-DRDXC_EXECUTABLE={OPTIONS.prefix / 'bin/rdxc'}", compiler="aarch64-linux-gnu-g++")
        project.make()
        header = (project.build / "board").read_bytes()[:20]
        self.assertEqual((header[:4], header[18]), (b"\x7fELF", 183), "an ELF file for AArch64")
        self.assertEqual(run("qemu-aarch64", project.build / "board"), BOARD_SAYS)


class debian_packages(unittest.TestCase):
    """The two packages hold what `cmake --install` puts down, between them; a project builds against them unpacked."""

    maxDiff = None

    def test(self):
        shutil.rmtree(OPTIONS.work, ignore_errors=True)
        run("cpack", "-G", "DEB", "--config", OPTIONS.build / "CPackConfig.cmake", "-B", OPTIONS.work / "debs")
        packages = {file.name.split("_")[0]: file for file in (OPTIONS.work / "debs").glob("*.deb")}
        self.assertEqual(sorted(packages), ["librdx-dev", "rdx-tools"])
        for name, depends in (("rdx-tools", ("libc6", "libstdc++6", "librocksdb", "libroaring")), ("librdx-dev", ("libroaring-dev",))):
            said = run("dpkg-deb", "-f", packages[name], "Depends")
            for each in depends:
                self.assertIn(each, said)

        root = OPTIONS.work / "root"
        run("dpkg", "-x", packages["librdx-dev"], root)
        without = Project("imports", configure=False, prefix=root / "usr").configure(fails=True)
        self.assertIn("the Debian package rdx-tools", " ".join(without.split()))

        run("dpkg", "-x", packages["rdx-tools"], root)
        self.assertEqual(installed(root / "usr"), installed(OPTIONS.prefix))
        self.assertRegex(run(root / "usr/bin/rdxc", "--version"), r"rdxc \d+\.\d+\.\d+\n")
        board = Project("board", prefix=root / "usr")
        board.make()
        self.assertEqual(board.run("board"), BOARD_SAYS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("test")
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--prefix", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--compiler")
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("--flags", default="", type=str.split)
    OPTIONS = parser.parse_args()
    OPTIONS.work = OPTIONS.work / OPTIONS.test
    unittest.main(argv=[sys.argv[0], OPTIONS.test], verbosity=2)
