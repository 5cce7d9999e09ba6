"""Runs cvgen and prints where its processor time goes: to imports, to each step, and to TeX."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

START = time.process_time()


def children() -> float:
    """Return the processor time of programs that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the command line with every step of the line measured."""
    from cvgen import batch, cli, compiling, loading, pipeline, prepare

    spent: dict[str, float] = {"imports": time.process_time() - START}
    runs, clock = 0, 0.0

    def timed(label: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return step(*arguments, **named)
            finally:
                spent[label] = spent.get(label, 0.0) + time.process_time() - start

        return run

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal runs, clock
        runs += 1
        start = time.perf_counter()
        try:
            return run_limited(*arguments, **named)
        finally:
            clock += time.perf_counter() - start

    run_limited = compiling.run_limited
    compiling.run_limited = counted
    loading.read = timed("reading", loading.read)
    prepare.render = timed("rendering and fonts", prepare.render)
    prepare.examine = timed("selecting and planning", prepare.examine)
    pipeline.tagged = timed("tags", pipeline.tagged)
    batch.processors = lambda: 1
    cli.main(sys.argv[1:])
    own = time.process_time()
    spent["everything else"] = own - sum(spent.values())
    tex = {"TeX": children(), "TeX by the clock": clock, "runs of TeX": float(runs)}
    for label, seconds in {**spent, "all but TeX": own, **tex}.items():
        print(f"{label} {seconds:.4f}", file=sys.stderr)


if __name__ == "__main__":
    main()
