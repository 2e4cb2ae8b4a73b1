"""Brings the translations up to date with the code; run with ``make translations``.

Qt's tools find the texts of the window. The sentences that are made below it are found here: every
string of several words that is no documentation; of the window's own files, what a UserError says. Both go into ``maskbank_zh_CN.ts``, which people
translate, and from there into the ``.qm`` file that the program reads.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.gui.sentences import FEWEST_LETTERS, own_text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
CHINESE = FOLDER / "maskbank_zh_CN.ts"
SENTENCES = FOLDER / "sentences.json"
_BELOW = ("storage", "exporters", "model_backend", "annotator")
_NOT_SHOWN = ("cli", "demo", "doctor")  # the command line speaks English
# Patterns, layouts, markup and what is said to other programs are no sentences.
_CODE = re.compile(r"""[\n\\>]|=['"]|%\(|^(PRAGMA|BEGIN|Bearer) """)
_FEWEST_WORDS, _FEWEST_WORDS_OF_A_PART = 2, 3


def main() -> None:
    """Find all texts, keep what is translated, write what the program reads."""
    SENTENCES.write_text(json.dumps(find_sentences(), indent=0, ensure_ascii=False) + "\n", "utf-8")
    update(CHINESE)
    release(CHINESE)


def update(catalogue: Path) -> None:
    """Add new texts to a catalogue and drop those that are gone."""
    with TemporaryDirectory() as folder:
        marked = Path(folder) / "sentences.py"
        texts = json.loads(SENTENCES.read_text("utf-8"))
        marked.write_text("\n".join(f"later({text!r})" for text in texts), "utf-8")
        window = sorted(map(str, (ROOT / "annotator" / "gui").rglob("*.py")))
        _run("lupdate", "-tr-function-alias", "tr+=later", "-no-obsolete", "-locations", "none",
             *window, str(marked), "-ts", str(catalogue))  # fmt: skip


def release(catalogue: Path) -> None:
    """Write the file that the program reads."""
    _run("lrelease", "-silent", str(catalogue), "-qm", str(catalogue.with_suffix(".qm")))


def find_sentences() -> list[str]:
    """The templates of all sentences below the window; what is put in stands as {0}, {1} ..."""
    found: set[str] = set()
    for path in _files():
        tree = ast.parse(path.read_text("utf-8"))
        texts = _refusals(tree) if _is_of_window(path) else _texts(tree, set(_documentation(tree)))
        found.update(it for it in texts if _is_sentence(it))
    return sorted(found)


def _files() -> Iterator[Path]:
    for name in _BELOW:
        for path in sorted((ROOT / name).rglob("*.py")):
            if _is_of_window(path) or not path.stem.startswith(_NOT_SHOWN):
                yield path


def _is_of_window(path: Path) -> bool:
    return "gui" in path.relative_to(ROOT).parts


def _refusals(tree: ast.AST) -> Iterator[str]:
    """What the window itself raises: a UserError is said in the person's language when it is shown."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError":
            yield from (text for it in node.args if (text := _template(it)) is not None)


def _documentation(tree: ast.AST) -> Iterator[ast.AST]:
    """Strings that stand for themselves: of modules, classes, functions and what follows a name."""
    statements = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return (value for value in statements if isinstance(value, ast.Constant))


def _texts(tree: ast.AST, skipped: set[ast.AST]) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if node in skipped:
            continue
        text = _template(node)
        if text is None:
            yield from _texts(node, skipped)
        else:
            yield text


def _template(node: ast.AST) -> str | None:
    """A string, or a string with values in it, as one text; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    holes, parts = 0, []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append(f"{{{holes}}}")
            holes += 1
    return "".join(parts)


def _is_sentence(text: str) -> bool:
    whole = text[:1].isupper() or text[:1] in "[{" or "{n}" in text  # else a part of one
    enough = _FEWEST_WORDS if whole else _FEWEST_WORDS_OF_A_PART
    says = len(own_text(text)) >= FEWEST_LETTERS and len(text.split()) >= enough
    return says and not _CODE.search(text)


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    subprocess.run([str(program), *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
