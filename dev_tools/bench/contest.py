"""Seconds and queries of a piece of work, measured on several desks in turn.

A machine is not as fast in one minute as in the next: desks that take turns have the
same good and bad luck, so that their costs can be compared.
"""

import gc
import threading
import time

#: how often something is measured, unless that takes longer than so many seconds
RUNS = 3
PATIENCE = 30


class Contest:
    """What pieces of work cost each of some desks.

    :param dict desks: {name: desk}
    """

    def __init__(self, desks):
        self.desks = desks
        self.costs = {name: {} for name in desks}

    def measure(self, title, number, work, among=None, undo=True):
        """Note the best of some runs of `work` on each desk.

        :param str title: under which it is noted
        :param int number: how many pieces the work has
        :param work: function of a desk
        :param among: names of desks; without it, all of them
        :param bool undo: roll all runs but the last back; not where work commits
        """
        runs = {name: [] for name in among or self.desks}
        unfinished = list(runs)
        while unfinished:
            for name in list(unfinished):
                desk, done = self.desks[name], runs[name]
                savepoint = desk.env.cr.savepoint() if undo else None
                done.append(_run(desk, work))
                is_last = len(done) == RUNS or _sum_seconds(done) > PATIENCE
                if is_last:
                    unfinished.remove(name)
                if savepoint:
                    savepoint.close(rollback=not is_last)
        for name, done in runs.items():
            best = min(done, key=lambda cost: cost["seconds"])
            self.costs[name][title] = {"number": number, "runs": len(done), **best}


def _sum_seconds(costs):
    return sum(cost["seconds"] for cost in costs)


def _run(desk, work):
    """Work from a cold cache until nothing is left for a commit to do."""
    desk.env.cr.flush()
    desk.env.invalidate_all()
    gc.collect()
    thread = threading.current_thread()
    thread.query_count = thread.query_time = 0
    started, cpu = time.perf_counter(), time.process_time()
    work(desk)
    desk.env.cr.flush()  # pending writes, and hooks such as tracking
    return {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu,
        "sql_seconds": thread.query_time,
        "queries": thread.query_count,
    }
