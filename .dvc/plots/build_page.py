"""Build page.html, around which DVC writes its plots, so that it needs no network.

    python .dvc/plots/build_page.py [NODE_MODULES]

Without a folder it fetches the libraries with npm. It writes page.html (page_frame.html with the
libraries inlined, and the policy that lets a browser run them) and LICENSE-vega.txt (the licences
of everything that is inlined).
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# the versions for which DVC 3.67.1 writes its plots (dvc_render/vega.py)
LIBRARIES = {"vega": "5.20.2", "vega-lite": "5.2.0", "vega-embed": "6.18.2"}
# DVC replaces these wherever they stand; page_frame.html has the two that are meant
PLACEHOLDERS = ("{scripts}", "{plot_divs}", "{refresh_tag}")
# for command lines and Node; neither they nor what they need is in the browser builds
NOT_BUNDLED = {"commander", "iconv-lite", "node-fetch", "resolve", "rw", "yargs"}
HERE = Path(__file__).parent


def main() -> None:
    """Write the page and the licences beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        licences = "\n".join(licence_texts(modules))
        frame = (HERE / "page_frame.html").read_text(encoding="utf-8")
        head = "\n".join([f"<!--\n{licences}-->", *(script(modules, name) for name in LIBRARIES)])
        write(HERE / "LICENSE-vega.txt", strip_lines(licences))
        page = strip_lines(frame.replace("<!-- libraries -->", head))
        write(HERE / "page.html", page.replace("<!-- policy -->", policy(page)))


def fetch(folder: Path) -> Path:
    """Install the libraries with npm into a folder; nothing of them is run."""
    wanted = [f"{name}@{version}" for name, version in LIBRARIES.items()]
    options = ["--prefix", str(folder), "--legacy-peer-deps", "--ignore-scripts", "--no-audit"]
    subprocess.run(["npm", "install", *options, *wanted], check=True)  # noqa: S603, S607 fixed words; npm is wherever it is installed
    return folder / "node_modules"


def script(modules: Path, name: str) -> str:
    """One library's browser build as a script element."""
    found = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))["version"]
    if found != LIBRARIES[name]:
        sys.exit(f"{modules}/{name} is {found}; wanted: {LIBRARIES[name]}")
    text = (modules / name / "build" / f"{name}.min.js").read_text(encoding="utf-8")
    text = text.split("//# sourceMappingURL")[0].rstrip()
    for trap in ("</script", "<!--", *PLACEHOLDERS):
        if trap in text.lower():
            sys.exit(f"{name} {found} contains {trap!r}: it cannot be inlined")
    return f"<script>/*! {name} {found}, BSD-3-Clause */\n{text}\n</script>"


def licence_texts(modules: Path) -> list[str]:
    """The licence of each package that the builds contain; equal texts once, under all names."""
    names_of: dict[str, list[str]] = {}
    for name in sorted(reachable(modules)):
        files = sorted((modules / name).glob("LICEN[SC]E*"))
        if files:
            text = files[0].read_text(encoding="utf-8").replace("-->", "->").strip()
            names_of.setdefault(text, []).append(name)
    return [f"{', '.join(names)}:\n\n{text}\n" for text, names in names_of.items()]


def reachable(modules: Path) -> set[str]:
    """The libraries and all that they depend on."""
    found: set[str] = set()
    waiting = list(LIBRARIES)
    while waiting:
        name = waiting.pop()
        if name in found | NOT_BUNDLED or name.startswith("@types/"):
            continue
        found.add(name)
        package = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        waiting.extend(package.get("dependencies", {}))
    return found


def policy(page: str) -> str:
    """What a browser may do: run the scripts of this page and none that DVC writes into it, show
    pictures that lie beside it, ask nobody else.

    Vega compiles the expressions of a plot, which 'unsafe-eval' allows to scripts that run already.
    """
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: 'self' file:; "
        f"style-src 'unsafe-inline'; script-src {hashes} 'unsafe-eval'\">"
    )


def strip_lines(text: str) -> str:
    """The lines without blanks at their ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def write(path: Path, text: str) -> None:
    """UTF-8 with \\n; says what was written."""
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path} {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
