"""The atlas, twice and once more after a kill: run_atlas.py ATLAS RDX FOLDER. The data's own files say what must come out."""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

ISO_CODES = pathlib.Path("/usr/share/iso-codes/json")


def rows(standard):
    return json.loads((ISO_CODES / f"iso_{standard}.json").read_text("utf-8"))[standard]


class Atlas(unittest.TestCase):
    def setUp(self):
        shutil.rmtree(FOLDER, ignore_errors=True)

    def run_atlas(self):
        done = subprocess.run([PROGRAM, FOLDER], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def dump(self, side, *options):
        return subprocess.run([RDX, "dump", *options, FOLDER / side], capture_output=True, text=True, check=True).stdout

    def test_twice(self):
        parts = rows("3166-2")
        first = self.run_atlas()
        for kind, count in (("currencies", len(rows("4217"))), ("languages", len(rows("639-3"))),
                            ("countries", len(rows("3166-1"))),
                            ("subdivisions", len(parts))):
            self.assertRegex(first, rf"  {kind}: {count} \({count} new\)")
        self.assertIn("Czechia is now the Czech Republic", first)
        self.assertIn("Netherlands is now the Netherlands", first)
        self.assertIn("equal, byte for byte", first)
        self.assertRegex(first, r"Switzerland \(CH\)\n  currency: Swiss Franc \(CHF\)\n  languages: [^\n]*German[^\n]*\n"
                                r"  parts: 26\n  note: seen from (here|there), visit 1\n  visits: 2\n")

        second = self.run_atlas()
        self.assertEqual(re.findall(r"\((\d+) new\)", second), ["0"] * len(re.findall("new", first)))
        self.assertIn("takes 0 packets from here", second)
        self.assertIn("the Czech Republic is now Czechia", second)
        self.assertRegex(second, r"note: seen from (here|there), visit 3\n  visits: 4\n")

        self.assertEqual(self.dump("here", "--classes", "--objects", "--dots", "--stamps"),
                         self.dump("there", "--classes", "--objects", "--dots", "--stamps"))
        objects = self.dump("here", "--objects")
        self.assertEqual(len(re.findall(r"^atlas\.Country a1-", objects, re.M)), len(rows("3166-1")))
        self.assertEqual(len(re.findall(r"^atlas\.Subdivision a1-", objects, re.M)), len(parts))
        self.assertEqual(len(re.findall(r"parent: R<atlas.Subdivision> @13 = a1-", objects)), sum("parent" in row for row in parts))
        self.assertNotIn("?:", objects)
        self.assertRegex(objects, r"(?m)^  currencies: E<R<atlas.Currency>> @15 = \{a1-")

    def test_goes_on_after_a_kill(self):
        with subprocess.Popen([PROGRAM, FOLDER], stdout=subprocess.PIPE, text=True) as running:
            for line in running.stdout:
                if "currencies" in line:
                    break
            time.sleep(0.02)
            running.send_signal(signal.SIGKILL)
        output = self.run_atlas()
        self.assertRegex(output, r"currencies: \d+ \(0 new\)")
        self.assertIn("equal, byte for byte", output)
        self.assertEqual(len(re.findall(r"^atlas\.Language a1-", self.dump("there", "--objects"), re.M)), len(rows("639-3")))


if __name__ == "__main__":
    PROGRAM, RDX, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    unittest.main(argv=sys.argv[:1])
