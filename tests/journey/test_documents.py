"""The calls in the documents are real: each block with a prompt is run against the demo and compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.running_demo import a_demo

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.S | re.M)
READMES = ["README.md", "README.zh.md"]
# Case numbers differ from call to call.
CHANGING = re.compile(r"(?<!\d)\d{9}(?!\d)|\d \d \d, \d \d \d, \d \d \d")


def steps(document: str) -> list[tuple[str, str]]:
    """Command and output of each prompt in the blocks of a document, in order."""
    found = []
    for block in CONSOLE.findall((ROOT / document).read_text(encoding="utf-8")):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(command: str, url: str, folder: Path) -> str:
    programs = Path(sys.executable).parent
    settings = {
        name: text for name, text in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))
    }
    settings |= {
        "PATH": f"{programs}{os.pathsep}{settings.get('PATH', '')}",
        "HOTLINE_DATA_DIR": str(folder),
        "HOTLINE_PUBLIC_URL": url,
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(["sh", "-c", command], env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("document", READMES)
def test_every_call_in_the_readme_goes_as_it_is_written(document: str, tmp_path: Path) -> None:
    assert steps(document), "no block with a prompt"
    with a_demo(tmp_path, "twilio") as url:
        for command, written in steps(document):
            said = run(command, url, tmp_path)
            assert CHANGING.sub("…", said) == CHANGING.sub("…", written), command
