"""./dev simulate: what the plans of ./dev run would promise made-up tickets."""

import contextlib
import json
import sys
import tempfile
from pathlib import Path

from . import cmd_run
from .ground import Ground

BAD_INPUT = 2


def main(arguments):
    """Print the results of a file's case, or cases, as JSON in the same order."""
    if len(arguments) != 1:
        return _refuse("give one file: ./dev simulate FILE.json")
    try:
        asked = json.loads(Path(arguments[0]).read_text())
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(f"{arguments[0]} cannot be read: {error}")
    except json.JSONDecodeError as error:
        return _refuse(f"{arguments[0]} is no JSON: {error}")
    is_list = isinstance(asked, list)
    # only the results go to the standard output
    with contextlib.redirect_stdout(sys.stderr):
        answers = _ask(asked if is_list else [asked])
    for number, answer in enumerate(answers, 1):
        if "error" in answer:
            where = f"case {number}: " if is_list else ""
            return _refuse(where + " ".join(answer["error"].split()))
    results = [answer["result"] for answer in answers]
    print(json.dumps(results if is_list else results[0], indent=2, ensure_ascii=False))
    return 0


def _ask(cases):
    with Ground() as ground, tempfile.TemporaryDirectory() as folder:
        cmd_run.prepare(ground)
        questions, answers = Path(folder) / "questions", Path(folder) / "answers"
        questions.write_text(json.dumps(cases))
        ground.shell(
            cmd_run.DATABASE,
            "simulate",
            QUESTIONS=str(questions),
            ANSWERS=str(answers),
        )
        return json.loads(answers.read_text())


def _refuse(sentence):
    print(f"./dev simulate: {sentence}", file=sys.stderr)
    return BAD_INPUT
