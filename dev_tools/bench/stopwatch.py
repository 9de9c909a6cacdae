"""Seconds and queries of a piece of work."""

import gc
import threading
import time

#: how often something is measured, unless that takes longer than so many seconds
RUNS = 3
PATIENCE = 30


class Stopwatch:
    def __init__(self, env):
        self.env = env
        self.costs = {}

    def best(self, name, number, work, undo=True):
        """Measure some runs of `work` and note the best of them.

        :param str name: under which it is noted
        :param int number: how many pieces the work has
        :param bool undo: roll all runs but the last back; not where work commits
        :return: what the last run gives
        """
        runs, started = [], time.monotonic()
        is_last = False
        while not is_last:
            savepoint = self.env.cr.savepoint() if undo else None
            cost, result = self._run(work)
            runs.append(cost)
            is_last = len(runs) == RUNS or time.monotonic() - started > PATIENCE
            if savepoint:
                savepoint.close(rollback=not is_last)
        best = min(runs, key=lambda cost: cost["seconds"])
        self.costs[name] = {"number": number, "runs": len(runs), **best}
        return result

    def _run(self, work):
        """Work from a cold cache until nothing is left for a commit to do.

        :return: (what it costs, what it gives)
        """
        self.env.cr.flush()
        self.env.invalidate_all()
        gc.collect()
        thread = threading.current_thread()
        thread.query_count = thread.query_time = 0
        started, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.env.cr.flush()  # pending writes, and hooks such as tracking
        return {
            "seconds": time.perf_counter() - started,
            "cpu_seconds": time.process_time() - cpu,
            "sql_seconds": thread.query_time,
            "queries": thread.query_count,
        }, result
