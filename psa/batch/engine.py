"""The papermill engine of the batch: a notebook is executed, stripped of when and where, and written once."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.notebook import NotebookNode, as_node, normalise, write_notebook

NAME = "written-once"


@lru_cache(maxsize=1)
def register_engine() -> str:
    """Register the engine with papermill and return its name.

    papermill's own engine saves the whole notebook twice a cell and notes the time of each message.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from papermill.engines import NBClientEngine, papermill_engines

    class Client(NotebookClient):
        """Take outputs as they come: the notebook is checked when it is written, not each output by itself."""

        def output(
            self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
        ) -> NotebookNode | None:
            is_simple = not (
                display_id or self.clear_before_next_output or any(self.output_hook_stack.values())
            )
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
            client = Client(
                nb,
                kernel_name=kernel_name,
                timeout=options["execution_timeout"],
                startup_timeout=options["start_timeout"],
                extra_arguments=KERNEL_ARGUMENTS,
                record_timing=False,
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

    papermill_engines.register(NAME, Engine)
    return NAME


def _outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
