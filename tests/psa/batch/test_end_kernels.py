"""A command that is stopped ends its kernels first, and then removes the folder of their sockets."""

import subprocess
import sys

PROGRAM = """
import subprocess, sys
from pathlib import Path
from psa.batch import kernels

folder = Path(kernels._passing_folder("psa-"))
watch = "import sys, time; from pathlib import Path\\nwhile Path(sys.argv[1]).exists(): time.sleep(.01)\\nprint('left')"
child = subprocess.Popen([sys.executable, "-c", watch, str(folder)])
kernels.end_kernels()
print(child.wait(), folder.exists())
"""


def test_no_kernel_outlives_its_folder():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["-9", "False"], "")
