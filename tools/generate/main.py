"""Write everything that is derived from the model, or compare it with what is committed.

python -m tools.generate            writes
python -m tools.generate --check    ends with 1 when a file differs, and names it
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMULATOR_PAGE = Path("docs") / "emulator.md"
PHRASEBOOK_PAGE = Path("docs") / "phrasebook.md"
sys.path.insert(0, str(ROOT))


def derived_files() -> dict[Path, str]:
    """Text of every derived file by its path in the repository."""
    from tools.generate.pages.book import NOTE, pages
    from tools.generate.pages.emulator import emulator_page
    from tools.generate.pages.phrasebook import phrasebook_page
    from tools.generate.schema import schema_text
    from tools.generate.sdk.package import sdk_files

    package = Path("zkvm_provider")
    return {
        package / "provider" / "schema.json": schema_text(),
        **{package / path: text for path, text in sdk_files().items()},
        **{Path("docs") / "reference" / path: text for path, text in pages().items()},
        PHRASEBOOK_PAGE: NOTE.replace("the model", "the table in zvm/phrasebook.py") + phrasebook_page(),
        EMULATOR_PAGE: NOTE.replace("the model", "the emulator's tables") + emulator_page(),
    }


def stale(root: Path) -> list[Path]:
    """Derived files that are missing under `root` or differ, and files beside them that no model calls for."""
    files = derived_files()
    changed = [path for path, text in files.items() if not _holds(root / path, text)]
    shared = {EMULATOR_PAGE.parent, Path("zkvm_provider"), Path("zkvm_provider/provider")}
    folders = {path.parent for path in files} - shared
    there = {item.relative_to(root) for folder in folders for item in (root / folder).glob("*") if item.is_file()}
    return sorted({*changed, *(there - set(files))})


def main(arguments: list[str] | None = None) -> int:
    """The command. 0 when all is written, or current; 1 when something is stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    wanted = parser.parse_args(arguments)
    if wanted.check:
        for path in stale(ROOT):
            print(f"{path} is not what the model gives; run python -m tools.generate", file=sys.stderr)
        return 1 if stale(ROOT) else 0
    files = derived_files()
    for path in stale(ROOT):
        if path in files:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(files[path], "utf-8")
        else:
            (ROOT / path).unlink()
        print(path)
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    sys.exit(main())
