"""Write down each run as it starts and as it ends: one JSON object a line, for whoever watches a batch from outside."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from psa.batch.manifest import Record
from psa.batch.params import Run


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class RunLog:
    """A log of a batch; each line is written out at once, so that it can be followed and outlives the batch.

    A run that starts gives ``event`` (start), ``notebook``, ``run_id``, ``start``; one that ends gives ``event`` (end),
    ``notebook``, ``run_id``, ``start`` (null where it was not executed), ``end``, ``seconds``, ``status``, ``why``,
    ``error``. Times are in UTC. They stand in this file alone: no result holds any.

    Args:
        path: lines are added at its end; None for no log.
        clock: gives the time of a line.
    """

    def __init__(self, path: Path | None, clock: Callable[[], str] = _now):
        self._clock, self._starts, self._lock = clock, dict[str, str](), threading.Lock()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8") if path else None

    def started(self, run: Run) -> None:
        """Note that a run starts; may be called from any thread."""
        with self._lock:
            start = self._starts[run.name] = self._clock()
            self._write({"event": "start", "notebook": run.notebook, "run_id": run.run_id, "start": start})

    def ended(self, record: Record) -> None:
        """Note what became of a run."""
        with self._lock:
            line: dict[str, object] = {
                "event": "end",
                "notebook": record.notebook,
                "run_id": record.run_id,
                "start": self._starts.get(record.name),
                "end": self._clock(),
                "seconds": record.seconds,
                "status": record.status,
                "why": record.why,
                "error": record.error,
            }
            self._write(line)

    def _write(self, line: dict[str, object]) -> None:
        if self._file:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
