"""Writes the summary of a job: what the check said, the PDFs with their pages, pictures where they have URLs, changes.

GitHub shows no picture in a summary but by its URL: it takes data: URIs out, and artifacts have no URLs of their own.
So the pictures are shown if they were put on a branch, and else the summary says where they are.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import quote

MAX_BYTES = 1_000_000  # GitHub takes 1 MiB of one step, and nothing at all of a longer one
RESULTS = {
    "success": "✅ `cvgen check` found no mistakes.",
    "failure": "❌ `cvgen check` found mistakes: see the annotations.",
}


def plain(text: str) -> str:
    """Return a text that Markdown takes for itself: all that could be markup is written as a number."""
    return re.sub(r"[^\w /.-]", lambda found: f"&#{ord(found[0])};", " ".join(text.split())).replace("_", "&#95;")


def row(made: dict) -> str:
    """Return the row of a PDF."""
    fitted = [made["fit"], f"{made['left_out']} left out" if made["left_out"] else ""]
    said = plain("; ".join(filter(None, fitted)))
    size = f"{made['bytes'] / 1000:.0f} kB"
    return f"| {plain(Path(made['pdf']).name)} | {plain(made['variant'])} | {made['pages']} | {size} | {said} |"


def pictures(all_made: list[dict], url: str, artifact: str) -> list[str]:
    """Return the pictures of all pages, or the place where they are."""
    drawn = [(made, Path(path).name) for made in all_made for path in made["pictures"]]
    if url:
        shown = [f'<img src="{url}/{quote(name)}" alt="{plain(name)}" width="400">' for _, name in drawn]
        return ["<details open><summary>Pages</summary>", "", *shown, "", "</details>"]
    where = f"in the artifact {plain(artifact)}" if artifact else "not kept"
    what = "A picture of the page is" if len(drawn) == 1 else f"Pictures of the {len(drawn)} pages are"
    return [f"{what} {where}."] if drawn else []


def summary(staged: Path | None) -> list[str]:
    """Return the lines of the summary; `staged` is what the build left, if it came so far."""
    lines = ["## CV", "", RESULTS.get(os.environ["CHECK"], "`cvgen check` did not run."), ""]
    report = staged / "built.json" if staged else None
    if report and report.exists():
        all_made = json.loads(report.read_text(encoding="utf-8"))
        lines += [
            "| PDF | Variant | Pages | Size | Fitted to its pages |",
            "|---|---|---:|---:|---|",
            *map(row, all_made),
            "",
        ]
        lines += [*pictures(all_made, os.environ["PICTURES_URL"], os.environ["ARTIFACT"]), ""]
    if os.environ["BUILD"] == "failure":
        lines += ["❌ `cvgen build` failed: see the log.", ""]
    changes = staged / "diff.md" if staged else None
    if changes and changes.exists():  # where pictures are named as in the artifact
        lines += [changes.read_text(encoding="utf-8").replace(f"{staged}/artifact/", ""), ""]
    return lines


def main() -> None:
    """Write the summary, or as much of it as GitHub takes."""
    staged = os.environ["STAGED"]
    text = "\n".join(summary(Path(staged) if staged else None))
    data = text.encode()
    if len(data) > MAX_BYTES:
        data = data[:MAX_BYTES].rpartition(b"\n")[0] + "\n\n… The rest is too long for a summary.\n".encode()
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("ab") as file:
        file.write(data)


main()
