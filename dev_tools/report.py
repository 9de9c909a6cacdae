"""What people read while ./dev works, and the one way in which it fails."""

import contextlib
import time

STARTED = time.monotonic()


class Failure(Exception):
    """Something that the person at the keyboard has to mend.

    Its text is one sentence that says what is wrong and what to do about it.
    """


def say(text):
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", flush=True)


@contextlib.contextmanager
def phase(title, hint=""):
    """Announce a piece of work that takes seconds, and say how long it took."""
    say(f"{title} …{f' ({hint})' if hint else ''}")
    start = time.monotonic()
    yield
    say(f"{title}: done in {time.monotonic() - start:.1f} s")


def last_lines(path, count=25):
    """Return the end of a log, to stand above the sentence of a failure."""
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return "\n".join(lines[-count:])
