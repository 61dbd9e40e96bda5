"""The command line of `rdx`, as a process: run_command_line.py RDX VERSION."""
import subprocess
import sys
import unittest


class CommandLine(unittest.TestCase):
    def run_rdx(self, *arguments, given=b"", **options):
        return subprocess.run([RDX, *arguments], input=given, capture_output=True, **options)

    def test_help_and_version_are_answers(self):
        for arguments in (["--help"], ["value", "--help"], ["value", "merge", "--help"]):
            done = self.run_rdx(*arguments)
            self.assertEqual(done.returncode, 0, arguments)
            self.assertIn(b"Usage: rdx", done.stdout)
            self.assertEqual(done.stderr, b"")
        self.assertEqual(self.run_rdx("--version").stdout.decode(), f"rdx {VERSION}\n")

    def test_wrong_usage_is_status_2_and_says_so(self):
        for arguments in ([], ["nothing"], ["value"], ["value", "nothing"], ["value", "merge"], ["value", "valid", "?"],
                          ["value", "valid", "II"], ["value", "merge", "I", "--nothing"], ["value", "valid", "--tlv", "I"]):
            done = self.run_rdx(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stdout, b"", arguments)
            self.assertNotEqual(done.stderr, b"", arguments)

    def test_a_command_that_there_is_not_is_named(self):
        self.assertEqual(self.run_rdx("bogus", "db").stderr, b"rdx: there is no command 'bogus'; rdx --help has them all\n")
        self.assertIn(b"FOLDER is required", self.run_rdx("dump").stderr)

    def test_the_example_of_the_contract(self):
        done = self.run_rdx("value", "merge", "I", given=b"32040515\n")
        self.assertEqual((done.returncode, done.stdout), (0, b"32040515\t-11\n"))

    def test_wrong_lines_end_in_status_1(self):
        done = self.run_rdx("value", "merge", "I", given=b"nothing\n32040515\n")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith(b"error: "))
        self.assertTrue(done.stdout.endswith(b"\n32040515\t-11\n"))

    def test_envelopes(self):
        done = self.run_rdx("value", "merge", "--tlv", given=bytes.fromhex("690432040515690432050104"))
        self.assertEqual((done.returncode, done.stdout), (0, b"2\n"))
        done = self.run_rdx("value", "merge", "I", "--tlv", given=b"i")
        self.assertEqual((done.returncode, done.stdout), (1, b""))

    def test_an_answer_comes_before_the_next_case(self):
        with subprocess.Popen([RDX, "value", "string", "I"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as talk:
            for value, text in ((b"32040515\n", b"-11\n"), (b"32040514\n", b"10\n")):
                talk.stdin.write(value)
                talk.stdin.flush()
                self.assertEqual(talk.stdout.readline(), text)
            talk.stdin.close()
            self.assertEqual(talk.wait(), 0)

    def test_a_folder_without_a_database_is_status_3(self):
        for arguments in (["dump", "nothing"], ["check", "nothing"], ["backup", "nothing", "backups"],
                          ["backups", "nothing"], ["tail", "nothing"], ["slots", "nothing"],
                          ["restore", "nothing", "to"], ["merge", "nothing", "--into", "to"]):
            done = self.run_rdx(*arguments)
            self.assertEqual((done.returncode, done.stdout), (3, b""), arguments)
            self.assertTrue(done.stderr.startswith(b"rdx: "), arguments)
        for arguments in (["backup", "nothing"], ["merge", "nothing"], ["check"], ["backup", "a", "b", "--keep", "0"],
                          ["tail", "a", "-n", "1", "--from", "0"], ["slots", "a", "--slot", "4096"], ["ring"],
                          ["ring", "1=a:1"], ["ring", "a:1", "--ca", "a", "--certificate", "a", "--key", "a"]):
            self.assertEqual(self.run_rdx(*arguments).returncode, 2, arguments)

    def test_an_output_that_cannot_be_written_is_status_3(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([RDX, "value", "string", "I"], input=b"32040515\n", stdout=full)
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    RDX, VERSION = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
