"""Holds readings of copies against the true wikitext."""

import collections
import json
import os
import subprocess

OLD = ("context", "changed", "removed", "moved_from")
NEW = ("context", "changed", "added", "moved_to")
# The least share of right readings of a group in each browser.
FLOORS = {"wikidiff2 desktop heading text --bytes": 0.8, "php phone heading text": 0.75, "php phone everything text": 0.75}


def read(program, file, *options):
    """The diff that the program reads, or None where it refuses the copy."""
    environment = {"PATH": os.environ["PATH"], "WIKIDIFF_CONFIG": ""}
    done = subprocess.run([program, "--format", "json", *options, str(file)], env=environment, capture_output=True)
    return json.loads(done.stdout) if done.stdout.count(b"\n") == 1 else None


def list_rows(diff):
    """The two sides of every row, without the sides that it does not have."""
    rows = [row for hunk in diff["hunks"] for row in hunk["rows"]]
    return [
        (row["old"] if row["kind"] in OLD else None, row["new"] if row["kind"] in NEW else None)
        for row in rows
        if row["kind"] in OLD + NEW
    ]


def check_truth(page, diff):
    """Fails unless the rows are lines of the wikitext, each at its place, and hold every change."""
    lines = {side: page[side + "_text"].split("\n") for side in ("old", "new")}
    outside = {"old": [], "new": []}
    at = {"old": 0, "new": 0}
    for hunk in diff["hunks"]:
        for side in outside:
            start = hunk["start"][side] - 1
            outside[side] += lines[side][at[side]:start]
            at[side] = start
        for row in list_rows({"hunks": [hunk]}):
            for side, line in zip(outside, row):
                if line is not None:
                    assert lines[side][at[side]] == line, f"{page['title']}: {side} line {at[side] + 1}"
                    at[side] += 1
    for side in outside:
        outside[side] += lines[side][at[side]:]
    assert outside["old"] == outside["new"], f"{page['title']}: a change is missing"


def judge(program, captures):
    """Prints the share of right readings of each group. Returns 1 if one is below its floor or certain and wrong."""
    truths, changes = {}, {}
    for number, page in enumerate(json.loads((captures / "truth.json").read_text())):
        changes[number] = len(page["new_text"].encode()) - len(page["old_text"].encode())
        for name, answer in page["answers"].items():
            file = captures / f"{number:02}-{name}.json"
            file.write_text(answer)
            diff = read(program, file)
            assert diff["proof"] == "stated", page["title"]
            if name in ("wikidiff2", "php"):
                check_truth(page, diff)
            truths[number, name] = list_rows(diff)
    groups, wrong = collections.defaultdict(collections.Counter), []
    for file in sorted(path for path in captures.iterdir() if path.suffix in (".txt", ".html")):
        number, engine, view, browser, selection = file.stem.split("-")
        flavour = {".txt": "text", ".html": "html"}[file.suffix]
        table = {"undo": f"{engine} back", "changes": f"{engine} back"}.get(view, engine)
        if view == "conflict":
            table = f"{number}-{engine}-{view}-{browser}"
        for options in ([], ["--bytes", str(changes[int(number)])]):
            if options and (flavour == "html" or table != engine):
                continue
            group = " ".join([engine, view, selection, flavour, *options[:1]])
            diff = read(program, file, *options)
            verdict = judge_reading(diff, truths[int(number), table], flavour)
            groups[group, browser][verdict] += 1
            if verdict in ("false", "wrong", "refused") or os.environ.get("LAB_ALL"):
                wrong.append(" ".join([verdict, diff["proof"] if diff else "", file.name, *options]))
    print("\n".join(sorted(wrong)))
    failed = any(line.startswith("false ") for line in wrong)
    for (group, browser), counts in sorted(groups.items()):
        share = counts["right"] / counts.total()
        print(f"{group:45} {browser:9} {share:6.1%} right, {dict(counts)}")
        failed |= share < FLOORS.get(group, 0)
    return int(failed)


def judge_reading(diff, truth, flavour):
    """Names how far a reading is the truth.

    right: to the letter, but for no-break spaces in text, which browsers copy as spaces. false: stated or proved, and any
    line or row is another, be it by a blank alone; a warning changes nothing. near: not certain, and the lines differ in
    white space and empty lines alone. told: not certain, and said so.
    """
    if diff is None:
        return "refused"
    rows = list_rows(diff)
    if flavour == "text":
        rows, truth = replace_hard_spaces(rows), replace_hard_spaces(truth)
    if rows == truth:
        return "right"
    if diff["proof"] in ("stated", "checked") and diff.get("changes") != "unknown":
        return "false"
    if squeeze(rows) == squeeze(truth):
        return "near"
    told = any(row.get("guessed") for hunk in diff["hunks"] for row in hunk["rows"])
    return "told" if told or diff.get("changes") == "unknown" or diff["warnings"] else "wrong"


def replace_hard_spaces(rows):
    return [tuple(line and line.replace("\u00a0", " ") for line in row) for row in rows]


def squeeze(rows):
    """The lines of each side that are not empty, with their white space as single spaces."""
    return [[" ".join(line.split()) for line in side if line and line.strip()] for side in zip(*rows)]
