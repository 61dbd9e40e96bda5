"""Every case of the vectors through the process `rdx`: run_vectors.py RDX VECTORS.

A letter's cases of one operation go through one process, as a batch. A letter without a file, a file without cases and
an operation that nobody knows are failures, not silence.
"""
import json
import pathlib
import subprocess
import sys

LETTERS = "CEFILMNRSUV"


def field(value):
    return value or "-"


def case_line(row):
    """The line that the tool reads, and the one that it must answer."""
    values = [field(value) for value in row["in"]]
    if row["op"] == "merge":
        return " ".join(values), field(row["out"]) + "\t" + row["text"]
    if row["op"] == "diff":
        sources = ",".join(f"{source:x}" for source in row["sources"]) or "-"
        return values[0] + "\t" + sources, field(row["out"])
    if row["op"] == "valid":
        return values[0], "true" if row["out"] else "false"
    raise SystemExit(f"no such operation: {row}")


def run(rdx, command, letter, lines):
    text = "".join(line + "\n" for line in lines)
    done = subprocess.run([rdx, "value", command, letter], input=text.encode(), capture_output=True)
    answers = done.stdout.decode().split("\n")
    assert answers.pop() == "", "the last line has an end"
    return answers, done


def check(rdx, letter, command, cases):
    """cases: (line, expected). Answers how many went wrong."""
    answers, done = run(rdx, command, letter, [line for line, _ in cases])
    if len(answers) != len(cases) or done.returncode != 0:
        print(f"{letter} {command}: {len(cases)} cases, {len(answers)} answers, status {done.returncode}",
              done.stderr.decode(), file=sys.stderr)
    wrong = [(line, expected, answer) for (line, expected), answer in zip(cases, answers) if expected != answer]
    for line, expected, answer in wrong[:3]:
        print(f"{letter} {command} {line!r}\n  expected {expected}\n  answered {answer}", file=sys.stderr)
    return len(wrong) + abs(len(cases) - len(answers)) + (done.returncode != 0)


def wanted_texts(rdx, letter, merges):
    """For each merged value the text of the next one; what a type that only grows can reach."""
    texts = [row["text"] for row in merges[1:]]
    if letter == "N":
        return [str(max(int(row["text"]), int(text))) for row, text in zip(merges, texts)]
    if letter == "V":
        pairs = [field(row["out"]) + " " + field(after["out"]) for row, after in zip(merges, merges[1:])]
        return [answer.split("\t")[1] for answer in run(rdx, "merge", letter, pairs)[0]]
    return texts


def check_deltas(rdx, letter, merges):
    """A value, merged with the delta to a text, shows that text."""
    values = [field(row["out"]) for row in merges]
    texts = wanted_texts(rdx, letter, merges)
    deltas, done = run(rdx, "delta", letter, [f"{value}\t{text}\tb0b" for value, text in zip(values, texts)])
    merged, _ = run(rdx, "merge", letter, [f"{value} {delta}" for value, delta in zip(values, deltas)])
    shown = [answer.split("\t")[-1] for answer in merged]
    wrong = [case for case in zip(values, deltas, texts, shown) if case[2] != case[3]]
    for value, delta, text, answer in wrong[:3]:
        print(f"{letter} delta {value} to {text}: {delta} shows {answer}", file=sys.stderr)
    return len(wrong) + abs(len(deltas) - len(texts)) + (done.returncode != 0)


def known_letters(rdx):
    """The letters that this build has, from what it says to a letter that none has."""
    done = subprocess.run([rdx, "value", "valid", "?"], capture_output=True)
    return done.stderr.decode().split("there are ")[1].split()


def main(rdx, vectors):
    wrong = total = 0
    known = known_letters(rdx)
    for letter in LETTERS:
        rows = [json.loads(line) for line in (pathlib.Path(vectors) / f"{letter}.jsonl").read_text("utf-8").splitlines()]
        assert rows, letter
        if letter not in known:
            print(f"{letter}: not in this build", file=sys.stderr)
            wrong += 1
            continue
        batches = {}
        for row in rows:
            batches.setdefault(row["op"], []).append(case_line(row))
        for command, cases in batches.items():
            wrong += check(rdx, letter, command, cases)
            total += len(cases)
        merges = [row for row in rows if row["op"] == "merge"]
        backwards = [(" ".join(field(v) for v in reversed(row["in"])), case_line(row)[1]) for row in merges]
        wrong += check(rdx, letter, "merge", backwards)
        merged = [(field(row["out"]), row["text"]) for row in merges]
        wrong += check(rdx, letter, "string", merged)
        shown, _ = run(rdx, "show", letter, [value for value, _ in merged])
        wrong += check(rdx, letter, "read", list(zip(shown, [value for value, _ in merged])))
        texts = [row["text"] for row in merges]
        parsed, _ = run(rdx, "parse", letter, texts)
        wrong += check(rdx, letter, "string", list(zip(parsed, texts)))
        wrong += check_deltas(rdx, letter, merges)
        total += 5 * len(merges) - 1
    print(f"{total} cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
