"""The papermill engine of the batch: a notebook is executed, stripped of when and where, and written once.

papermill's own engine saves the whole notebook twice a cell and notes the time of each message.
"""

import atexit
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.notebook import NotebookNode, as_node, normalise, write_notebook

# isort: split
# what follows imports nbformat, which is done more quickly above
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_core.paths import jupyter_runtime_dir
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

__all__ = ["CellTimeoutError", "DeadKernelError", "PapermillExecutionError", "execute"]
NAME = "written-once"
OUTPUT_TIMEOUT = 60  # seconds that a kernel may take to hand over what a cell has printed
# through files where the system can, else through ports
LONGEST = 90  # letters of the name of a socket
KERNEL_CONFIG = Config() if sys.platform == "win32" else Config({"KernelManager": {"transport": "ipc"}})


def execute(
    source: NotebookNode,
    target: Path,
    parameters: dict[str, Any],
    timeout: int | None,
    on_end: Callable[[NotebookNode], object],
) -> None:
    """Execute a notebook by papermill and write it, stripped of when and where.

    Args:
        source: the notebook without outputs; it is not changed.
        target: where it is written, also where it did not end.
        parameters: of the notebook.
        timeout: seconds that one cell may take; None for no limit.
        on_end: given the notebook when all its cells were executed, with all that its outputs say for the page.
    """
    papermill.execute_notebook(
        source,
        str(target).replace("{", "{{").replace("}", "}}"),  # papermill fills in what stands in braces
        parameters=parameters,
        engine_name=NAME,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        execution_timeout=timeout,
        request_save_on_cell_execute=False,
        partial_path=str(target),
        on_end=on_end,
    )


class Client(NotebookClient):
    """Take outputs as they come: the notebook is checked when it is written, not each output by itself.

    Its kernel is always this interpreter's own, whatever kernels called python3 lie about (JUPYTER_PATH), and talks
    through files where the system can: ports are shared with every other program, and two may ask for one at once.
    """

    def create_kernel_manager(self) -> Any:
        """Return the manager of a kernel of this interpreter."""
        manager = super().create_kernel_manager()
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        folder = Path(jupyter_runtime_dir())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sockets = folder / uuid4().hex[:12]  # of this kernel alone: by default all share a name
        if manager.transport == "ipc" and len(str(sockets)) <= LONGEST:
            manager.ip = str(sockets)
        else:
            manager.transport = "tcp"
        manager._kernel_spec = KernelSpec(
            argv=command, display_name="Python 3 (ipykernel)", language="python"
        )
        return manager

    async def async_start_new_kernel_client(self) -> Any:
        """Return the client of a kernel that answers; of one that did not start nothing is left to clean up."""
        try:
            return await super().async_start_new_kernel_client()
        except BaseException:
            atexit.unregister(self._cleanup_kernel)
            raise

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        is_simple = not (display_id or self.clear_before_next_output or any(self.output_hook_stack.values()))
        if msg["msg_type"] != "display_data" or not is_simple:
            return super().output(outs, msg, display_id, cell_index)
        shown = {name: msg["content"][name] for name in ("data", "metadata")}
        outs.append(as_node({"output_type": "display_data", **shown}))
        return outs[-1]


class Engine(NBClientEngine):
    """Execute by nbclient; a notebook that did not end is written as far as it came."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        partial_path: str = "",
        on_end: Callable[[NotebookNode], object] = lambda notebook: None,
        **options: Any,
    ) -> NotebookNode:
        """Return a notebook with its outputs.

        Args:
            nb, kernel_name, options: from papermill.
            partial_path: where a notebook is written that did not end.
            on_end: given the notebook when all its cells were executed, before it is stripped.
        """
        client = Client(
            nb,
            kernel_name=kernel_name,
            timeout=options["execution_timeout"],
            startup_timeout=options["start_timeout"],
            extra_arguments=KERNEL_ARGUMENTS,
            record_timing=False,
            iopub_timeout=OUTPUT_TIMEOUT,
            config=KERNEL_CONFIG,
        )
        try:
            client.execute()
        except CellExecutionError:
            if not any(output.output_type == "error" for output in _outputs(nb)):
                raise
        except BaseException:
            write_notebook(nb, Path(partial_path))
            raise
        else:
            on_end(nb)
        return normalise(nb)


def _outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


papermill_engines.register(NAME, Engine)
