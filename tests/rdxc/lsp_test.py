#!/usr/bin/env python3
"""rdxc lsp over its real protocol: a process, its pipes, and what an editor would say.

    lsp_test.py RDXC

Each test starts a server of its own in a folder of its own. Nothing here is timed but for a bound on a server that
does not answer at all.
"""
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import traceback

RDXC = sys.argv[1]
PATIENCE = 60  # seconds without a byte


class Server:
    def __init__(self, folder, *arguments):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen([RDXC, "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.buffer = b""
        self.last_id = 0
        self.published = {}  # uri: diagnostics
        self.publications = []

    def uri(self, name):
        return (self.folder / name).as_uri()

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        content = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(content) + content)

    def more(self):
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "the server does not answer"
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        self.buffer += data
        return bool(data)

    def receive(self):
        while b"\r\n\r\n" not in self.buffer:
            assert self.more(), "the server has ended"
        head, rest = self.buffer.split(b"\r\n\r\n", 1)
        size = int(head.split(b":")[1])
        self.buffer = rest
        while len(self.buffer) < size:
            assert self.more(), "the server has ended"
        content, self.buffer = self.buffer[:size], self.buffer[size:]
        message = json.loads(content)
        assert message["jsonrpc"] == "2.0"
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
            self.publications.append(message["params"])
        return message

    def request(self, method, params=None):
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, **({} if params is None else {"params": params})})
        return self.answer(self.last_id)

    def answer(self, wanted):
        while True:
            message = self.receive()
            if "id" in message and message["id"] == wanted:
                return message

    def notify(self, method, params=None):
        self.send({"method": method, **({} if params is None else {"params": params})})

    def initialize(self, **options):
        answer = self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}, **options})
        self.notify("initialized", {})
        return answer["result"]

    def open(self, name, text=None, version=1):
        text = (self.folder / name).read_text() if text is None else text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": self.uri(name), "languageId": "rdx", "version": version, "text": text}})

    def change(self, name, *changes, version=2):
        self.notify("textDocument/didChange", {"textDocument": {"uri": self.uri(name), "version": version}, "contentChanges": list(changes)})

    def codes(self, name):
        """What is said about a file once all is said."""
        self.sync()
        return [one.get("code") for one in self.published.get(self.uri(name), [])]

    def sync(self):
        """Diagnostics of what was said before a request go out before its answer."""
        self.request("textDocument/hover", at("file:///none.rdx", 0, 0))

    def ask(self, method, name, line, character, **more):
        return self.request("textDocument/" + method, {**at(self.uri(name), line, character), **more})["result"]

    def end(self):
        assert self.request("shutdown")["result"] is None
        self.notify("exit")
        return self.wait()

    def wait(self):
        self.process.stdin.close()
        while self.more():
            pass
        return self.process.wait(PATIENCE)


def at(uri, line, character):
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def span(line, begin, end):
    return {"start": {"line": line, "character": begin}, "end": {"line": line, "character": end}}


def edited(text, edits):
    """What an editor makes of edits; all characters here are in the basic plane but for what a test says."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
        begin, end = edit["range"]["start"], edit["range"]["end"]
        joined = lines[begin["line"]][:begin["character"]] + edit["newText"] + lines[end["line"]][end["character"]:]
        lines[begin["line"]:end["line"] + 1] = joined.split("\n")
    return "\n".join(lines)


def same(found, wanted):
    assert found == wanted, f"\nfound  {found!r}\nwanted {wanted!r}"


PEOPLE = """rdx 1;
package people;

/// Anybody.
class Person {
  /// As they write it.
  name: S @1;
  form: I<Form> @2 = first;
}

/// How to write to them.
enum Form { unasked = 0; first = 1; }
"""
SCHOOL = """rdx 1;
package school;
import "people.rdx";

class Student : people.Person {
  group: R<Group> @10;
  teacher: R<people.Person> @11;
}

class Group [id = "1f-2-0"] { title: S @1; }
"""


def write(server, **files):
    for name, text in files.items():
        (server.folder / (name + ".rdx")).write_text(text)


def test_lifecycle(server):
    result = server.initialize()
    same(result["serverInfo"]["name"], "rdxc")
    same(result["capabilities"]["positionEncoding"], "utf-16")
    same(server.request("initialize", {})["error"]["code"], -32600)
    same(server.end(), 0)


def test_exit_without_shutdown(server):
    server.initialize()
    server.notify("exit")
    same(server.wait(), 1)


def test_end_of_input(server):
    server.initialize()
    same(server.wait(), 1)


def test_requests_before_and_after(server):
    same(server.request("textDocument/hover", at("file:///x", 0, 0))["error"]["code"], -32002)
    server.initialize()
    same(server.request("shutdown")["result"], None)
    same(server.request("textDocument/hover", at("file:///x", 0, 0))["error"]["code"], -32600)
    server.notify("exit")
    same(server.wait(), 0)


def test_diagnostics_while_typing(server):
    server.initialize()
    server.open("a.rdx", "rdx 1;\npackage a;\nclass A { x: S @0; }\n")
    same(server.codes("a.rdx"), ["RDX0201"])
    one = server.published[server.uri("a.rdx")][0]
    same(one["range"], span(2, 16, 17))
    same((one["severity"], one["source"]), (1, "rdxc"))
    server.change("a.rdx", {"range": span(2, 16, 17), "text": "1"})
    same(server.codes("a.rdx"), [])
    same(server.publications[-1]["version"], 2)
    server.change("a.rdx", {"text": "rdx 1;\npackage a;\nclass A { x: S @1 }\n"}, version=3)
    same(server.codes("a.rdx"), ["RDX0102"])
    server.notify("textDocument/didClose", {"textDocument": {"uri": server.uri("a.rdx")}})
    same(server.codes("a.rdx"), [])
    same(server.end(), 0)


def test_columns_with_emoji_and_cyrillic(server):
    server.initialize()
    server.open("a.rdx", 'rdx 1;\npackage a;\nclass A { x: S @1 = "жук🐝"; y: S @0; }\n')
    server.sync()
    same([one["range"] for one in server.published[server.uri("a.rdx")]], [span(2, 35, 36)])
    # What stands behind the emoji is reached by units of UTF-16: 2 for the bee.
    server.change("a.rdx", {"range": span(2, 35, 36), "text": "2"}, {"range": span(2, 24, 26), "text": "б🐞"})
    same(server.codes("a.rdx"), [])
    server.change("a.rdx", {"range": span(2, 36, 37), "text": "0"})
    server.sync()
    same([one["range"] for one in server.published[server.uri("a.rdx")]], [span(2, 36, 37)])
    same(server.end(), 0)


def test_carriage_returns(server):
    server.initialize()
    server.open("a.rdx", "rdx 1;\r\npackage a;\r\nclass A {\r\n  x: S @0;\r\n}\r\n")
    server.sync()
    same(server.published[server.uri("a.rdx")][0]["range"], span(3, 8, 9))
    server.change("a.rdx", {"range": {"start": {"line": 2, "character": 99}, "end": {"line": 3, "character": 99}}, "text": "\r\n  x: S @1;"})
    same(server.codes("a.rdx"), [])
    same(server.end(), 0)


def test_open_buffers_over_the_disk_and_dependents(server):
    write(server, people=PEOPLE, school=SCHOOL)
    server.initialize()
    server.open("school.rdx")
    same(server.codes("school.rdx"), [])
    server.open("people.rdx")
    same(server.codes("people.rdx"), [])
    server.change("people.rdx", {"text": PEOPLE.replace("class Person", "class Somebody")})
    same(server.codes("school.rdx"), ["RDX0402", "RDX0402"])
    same(server.codes("people.rdx"), [])
    server.notify("textDocument/didClose", {"textDocument": {"uri": server.uri("people.rdx")}})
    same(server.codes("school.rdx"), [])
    same(server.end(), 0)


def test_faults_of_an_import_that_is_not_open(server):
    write(server, people=PEOPLE.replace("@1", "@0"), school=SCHOOL)
    server.initialize()
    server.open("school.rdx")
    same(server.codes("school.rdx"), [])
    same(server.codes("people.rdx"), ["RDX0201"])
    write(server, people=PEOPLE)
    server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": server.uri("people.rdx"), "type": 2}]})
    same(server.codes("people.rdx"), [])
    same(server.end(), 0)


def test_an_import_that_appears(server):
    server.initialize()
    server.open("school.rdx", SCHOOL)
    same(server.codes("school.rdx"), ["RDX0701"])
    server.open("people.rdx", PEOPLE)
    same(server.codes("school.rdx"), [])
    same(server.end(), 0)


def test_notes_are_related_places(server):
    server.initialize()
    server.open("a.rdx", "rdx 1;\npackage a;\nclass A {\n  x: S @1;\n  y: S @1;\n}\n")
    server.sync()
    one = server.published[server.uri("a.rdx")][0]
    same(one["code"], "RDX0203")
    same(one["relatedInformation"], [{"location": {"uri": server.uri("a.rdx"), "range": span(3, 8, 9)}, "message": "'x' is here"}])
    same(server.end(), 0)


def test_definition(server):
    write(server, people=PEOPLE, school=SCHOOL)
    server.initialize()
    server.open("school.rdx")
    person = {"uri": server.uri("people.rdx"), "range": span(4, 6, 12)}
    same(server.ask("definition", "school.rdx", 4, 25), person)
    same(server.ask("definition", "school.rdx", 6, 24), person)
    same(server.ask("definition", "school.rdx", 5, 12), {"uri": server.uri("school.rdx"), "range": span(9, 6, 11)})
    same(server.ask("definition", "school.rdx", 2, 10), {"uri": server.uri("people.rdx"), "range": span(0, 0, 0)})
    same(server.ask("definition", "school.rdx", 0, 0), None)
    server.open("people.rdx")
    same(server.ask("definition", "people.rdx", 7, 22), {"uri": server.uri("people.rdx"), "range": span(11, 25, 30)})
    same(server.end(), 0)


def test_hover(server):
    write(server, people=PEOPLE, school=SCHOOL)
    server.initialize()
    server.open("school.rdx")
    hover = server.ask("hover", "school.rdx", 4, 25)
    assert "class people.Person" in hover["contents"]["value"] and "Anybody." in hover["contents"]["value"], hover
    same(hover["range"], span(4, 23, 29))
    server.open("people.rdx")
    hover = server.ask("hover", "people.rdx", 6, 3)["contents"]["value"]
    assert "name: S @1" in hover and "As they write it." in hover and "people.Person" in hover, hover
    assert "string" in server.ask("hover", "people.rdx", 6, 8)["contents"]["value"]
    same(server.ask("hover", "people.rdx", 0, 0), None)
    same(server.end(), 0)


def labels(items):
    return [item["label"] for item in items]


def test_completion(server):
    write(server, people=PEOPLE, school=SCHOOL, other="rdx 1;\npackage other;\nclass Thing {}\nenum Size { small = 0; }\n")
    server.initialize()

    def complete(text):
        """At the '|' in a text."""
        before = text[:text.index("|")]
        server.open("x.rdx", text.replace("|", ""))
        return server.ask("completion", "x.rdx", before.count("\n"), len(before) - before.rfind("\n") - 1)

    head = 'rdx 1;\npackage x;\nimport "people.rdx";\n'
    same(labels(complete("rdx 1;\n|")), ["class", "enum", "extern", "import", "package", "rdx"])
    same(labels(complete(head + "cl|")), ["class", "enum", "extern", "import", "package", "rdx"])
    same(labels(complete(head + "class A {\n  |\n}")), ["reserved"])
    types = labels(complete(head + "class A {\n  x: |\n}"))
    assert {"S", "I", "E", "M", "text", "bool"} <= set(types), types
    same(set(labels(complete(head + "class A {\n  x: M<S, |\n}"))), {"F", "I", "R", "S", "bool"})
    found = complete(head + "class A {\n  x: E<R<|>> @1;\n}\n")
    same(sorted(labels(found)), ["A", "other.Thing", "people.Person", "school.Group", "school.Student"])
    thing = next(item for item in found if item["label"] == "other.Thing")
    same(thing["additionalTextEdits"], [{"range": span(3, 0, 0), "newText": 'import "other.rdx";\n'}])
    assert "additionalTextEdits" not in next(item for item in found if item["label"] == "people.Person")
    same(sorted(labels(complete(head + "class A {\n  x: I<|\n}"))), ["other.Size", "people.Form"])
    assert "people.Person" in labels(complete(head + "class A : |"))
    same(labels(complete(head + "class A : people.Person {\n  reserved @7;\n  x: S @3;\n  y: S @|\n}\n")), ["8"])
    same(labels(complete(head + "class A {\n  x: I<people.Form> @1 = |;\n}\n")), ["unasked", "first"])
    same(labels(complete(head + "class A {\n  x: bool @1 = |;\n}\n")), ["false", "true"])
    same(labels(complete(head + "class A {\n  x: S @1 [|];\n}\n")), ["deprecated", "index", "unit", "was"])
    same(labels(complete(head + "class A {\n  x: S @1 [index = |];\n}\n")), ["hash"])
    same(labels(complete(head + "class A [|] {}\n")), ["deprecated", "id", "was"])
    same(labels(complete('rdx 1;\npackage x;\nimport "|')), ["other.rdx", "people.rdx", "school.rdx"])
    same(labels(complete(head + "// cl|")), [])
    same(server.end(), 0)


def rename(server, name, line, character, new_name):
    return server.request("textDocument/rename", {**at(server.uri(name), line, character), "newName": new_name})


def test_rename(server):
    write(server, people=PEOPLE, school=SCHOOL)
    server.initialize()
    server.open("school.rdx")
    same(server.ask("prepareRename", "school.rdx", 4, 25), {"range": span(4, 23, 29), "placeholder": "Person"})
    same(server.ask("prepareRename", "school.rdx", 4, 1), None)
    changes = rename(server, "school.rdx", 4, 25, "Human")["result"]["changes"]
    same(edited(SCHOOL, changes[server.uri("school.rdx")]), SCHOOL.replace("people.Person", "people.Human"))
    # The class's id comes from its name, so it says what it was.
    same(edited(PEOPLE, changes[server.uri("people.rdx")]), PEOPLE.replace("class Person", 'class Human [was = "Person"]'))
    # One with an id of its own has no need to.
    changes = rename(server, "school.rdx", 9, 8, "Team")["result"]["changes"]
    same(edited(SCHOOL, changes[server.uri("school.rdx")]), SCHOOL.replace("Group", "Team"))
    server.open("people.rdx")
    changes = rename(server, "people.rdx", 11, 27, "by_first_name")["result"]["changes"]
    same(edited(PEOPLE, changes[server.uri("people.rdx")]), PEOPLE.replace("= first;", "= by_first_name;").replace("first = 1", "by_first_name = 1"))
    same(len(server.request("textDocument/references", {**at(server.uri("people.rdx"), 4, 7), "context": {"includeDeclaration": False}})["result"]), 2)
    same(server.end(), 0)


def test_rename_refuses(server):
    write(server, people=PEOPLE, school=SCHOOL)
    server.initialize()
    server.open("school.rdx")

    def refusal(line, character, name):
        error = rename(server, "school.rdx", line, character, name)["error"]
        same(error["code"], -32803)
        return error["message"]

    assert "is taken by class" in refusal(4, 8, "Group"), "a class that is there"
    assert "'name'" in refusal(5, 3, "name"), "a field of an ancestor in another file"
    assert "not a name" in refusal(5, 3, "two words")
    assert "not a name" in refusal(5, 3, "имя")
    assert "C++ keeps" in refusal(5, 3, "_x")
    assert "no name here" in refusal(0, 0, "x")
    same(rename(server, "school.rdx", 5, 3, "group")["result"], {"changes": {}})
    same(server.codes("school.rdx"), [])
    same(server.end(), 0)


def test_formatting(server):
    server.initialize()
    text = "rdx 1;\npackage a;\nclass A { x:S@1; // жук 🐝\n}"
    server.open("a.rdx", text)
    options = {"textDocument": {"uri": server.uri("a.rdx")}, "options": {"tabSize": 2, "insertSpaces": True}}
    edits = server.request("textDocument/formatting", options)["result"]
    formatted = "rdx 1;\npackage a;\n\nclass A {\n  x: S @1;   // жук 🐝\n}\n"
    same(edits, [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 1}}, "newText": formatted}])
    server.open("a.rdx", formatted)
    same(server.request("textDocument/formatting", options)["result"], [])
    server.open("a.rdx", "class A {")
    same(server.request("textDocument/formatting", options)["result"], [])
    same(server.end(), 0)


def test_folders(server):
    (server.folder / "inc").mkdir()
    (server.folder / "inc" / "people.rdx").write_text(PEOPLE)
    server.initialize(initializationOptions={"folders": [str(server.folder / "inc"), 7]})
    server.open("school.rdx", SCHOOL)
    same(server.codes("school.rdx"), [])
    same(server.end(), 0)


def test_names_with_blanks(server):
    server.initialize()
    write(server, **{"people": PEOPLE, "a б#": SCHOOL})
    server.open("a б#.rdx")
    same(server.codes("a б#.rdx"), [])
    same(server.ask("definition", "a б#.rdx", 4, 25)["uri"], server.uri("people.rdx"))
    server.notify("textDocument/didOpen", {"textDocument": {"uri": "untitled:1", "languageId": "rdx", "version": 1, "text": "class"}})
    server.sync()
    assert server.published["untitled:1"]
    same(server.end(), 0)


def test_what_is_no_message(server):
    server.initialize()

    def said(content):
        server.raw(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        return server.answer(None)["error"]["code"]

    same(said(b""), -32700)
    same(said(b"{"), -32700)
    same(said(b'"\xff"'), -32700)
    same(said(b"[" * 100000), -32700)
    same(said(b"[]"), -32600)
    same(said(b"7"), -32600)
    same(said(b'{"jsonrpc":"2.0"}'), -32600)
    same(said(b'{"id":[1],"method":"shutdown"}'), -32600)
    same(said(b'{"id":{},"method":7}'), -32600)
    server.raw(b"Content-Type: x\r\n\r\n")
    same(server.answer(None)["error"]["code"], -32700)
    same(server.request("textDocument/no_such")["error"]["code"], -32601)
    same(server.request("$/noSuch")["error"]["code"], -32601)
    for params in (None, [], {}, {"textDocument": 7}, {"textDocument": {"uri": 7}},
                   {"textDocument": {"uri": "x"}, "position": {"line": -1, "character": 0}},
                   {"textDocument": {"uri": "x"}, "position": {"line": 0.5, "character": "0"}}):
        same(server.request("textDocument/hover", params)["error"]["code"], -32602)
    same(server.request("textDocument/rename", at("x", 0, 0))["error"]["code"], -32602)
    same(server.request("textDocument/hover", at("file:///none", 4294967296, 99999999999))["result"], None)
    for params in (None, [], {}, {"textDocument": {"uri": "file:///x"}}, {"textDocument": {"uri": "file:///x"}, "contentChanges": 7},
                   {"textDocument": {"uri": "file:///x", "text": 7}}, {"textDocument": {"uri": "file:///x"}, "contentChanges": [7, {}, {"text": 1}]}):
        for method in ("textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "no/such", "$/cancelRequest"):
            server.notify(method, params)
    server.send({"id": 999, "result": None})
    same(server.end(), 0)


def test_quick_fixes(server):
    server.initialize()
    server.open("a.rdx", "rdx 1;\npackage a;\nclass Group {}\nclass A {\n  x: R<Goup> @1\n  y: S @1;\n}\n")
    same(server.codes("a.rdx"), ["RDX0402", "RDX0102", "RDX0203"])

    def actions(first, last):
        place = {"textDocument": {"uri": server.uri("a.rdx")}, "context": {"diagnostics": []},
                 "range": {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}}
        return server.request("textDocument/codeAction", place)["result"]

    found = actions(4, 5)
    same([one["title"] for one in found], ["write Group for Goup", "add ;"])
    same([one["diagnostics"][0]["code"] for one in found], ["RDX0402", "RDX0102"])
    same(found[0]["edit"]["changes"][server.uri("a.rdx")], [{"range": span(4, 7, 11), "newText": "Group"}])
    same(found[0]["kind"], "quickfix")
    same(actions(0, 2), [])
    same(actions(5, 6), [])
    same(server.request("textDocument/codeAction", {"textDocument": {"uri": "x"}})["error"]["code"], -32602)
    same(server.request("textDocument/codeAction", {"textDocument": {"uri": "file:///none"}, "range": span(0, 0, 0)})["result"], [])
    same(server.end(), 0)


def test_a_lost_stream(server):
    server.initialize()
    server.raw(b"Content-Length: many\r\n\r\n")
    same(server.answer(None)["error"]["code"], -32700)
    same(server.wait(), 1)


def test_cancelled_requests(server):
    server.initialize()

    def framed(message):
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        return b"Content-Length: %d\r\n\r\n" % len(content) + content

    # All in one write: the cancellation is there before the second request is looked at.
    hover = at("file:///none.rdx", 0, 0)
    server.raw(framed({"id": "a", "method": "textDocument/hover", "params": hover}) +
               framed({"id": "b", "method": "textDocument/hover", "params": hover}) +
               framed({"method": "$/cancelRequest", "params": {"id": "b"}}) +
               framed({"method": "$/cancelRequest", "params": {"id": "unknown"}}))
    same(server.answer("a")["result"], None)
    same(server.answer("b")["error"]["code"], -32800)
    server.notify("$/cancelRequest", {"id": "c"})
    server.raw(framed({"id": "c", "method": "textDocument/hover", "params": hover}))
    same(server.answer("c")["result"], None)
    same(server.end(), 0)


def test_huge_content(server):
    server.initialize()
    server.open("a.rdx", "rdx 1;\npackage a;\n" + "// жук\n" * 1000000)
    server.sync()
    assert "longer than 8 MiB" in server.published[server.uri("a.rdx")][0]["message"]
    same(server.ask("hover", "a.rdx", 500, 3), None)
    server.change("a.rdx", {"range": {"start": {"line": 2, "character": 0}, "end": {"line": 9999999, "character": 0}}, "text": ""})
    same(server.codes("a.rdx"), [])
    same(server.end(), 0)


def test_many_changes_one_publication(server):
    server.initialize()
    text = "rdx 1;\npackage a;\nclass A {\n}\n"
    server.open("a.rdx", text)
    for i in range(1, 100):
        server.change("a.rdx", {"range": span(3, 0, 0), "text": f"  x{i}: S @{i};\n"}, version=i + 1)
    same(server.codes("a.rdx"), [])
    same(server.published[server.uri("a.rdx")], [])
    same(server.publications[-1]["version"], 100)
    same(server.end(), 0)


def main():
    failed = 0
    tests = {name: test for name, test in globals().items() if name.startswith("test_")}
    for name, test in tests.items():
        with tempfile.TemporaryDirectory() as folder:
            server = Server(os.path.realpath(folder))
            try:
                test(server)
            except Exception:
                failed += 1
                print(f"{name} failed:\n{traceback.format_exc()}")
            finally:
                if server.process.poll() is None:
                    server.process.kill()
                    server.process.wait()
    print(f"{len(tests)} tests, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
