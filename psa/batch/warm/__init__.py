"""Start Jupyter kernels by forking a warm process that has its libraries imported already.

A notebook's kernel spends most of its start on imports. Here one process, the *warm parent*, imports
ipykernel and third-party libraries once; each kernel is then a fork of it: a real ipykernel in a process
and session of its own, with its own sockets, environment and working directory. papermill, nbval, nbclient
and nbconvert are untouched; they find the provisioner by its entry point::

    JUPYTER_DEFAULT_PROVISIONER_NAME=warm-provisioner papermill in.ipynb out.ipynb

Settings, as environment variables of the process that starts kernels:

``WARM_KERNEL_PRELOAD``
    Modules to import in the warm parent, joined by commas. A module that cannot be imported is left out.
    Only third-party modules belong there: code that is being edited must be imported by each kernel anew.
``WARM_KERNEL_PREPARE``
    A function that the warm parent calls before each fork, as ``module:function``, with the environment of the
    kernel to come. What it loads, all later kernels share until they change it. Where it raises, an ordinary
    kernel is started. It must start no thread, and it answers for what it loads being of today.

Who does what:

- `provisioner` runs in the process that starts kernels (the *owner*). It holds one warm parent for that
  process, asks it for forks, and starts an ordinary kernel wherever a fork is not possible or not safe:
  another platform than Linux, another language or interpreter, other start-up variables than the parent
  was started with, a parent that refuses or has died. The reason is logged once.
- `parent` is the program of the warm parent. It has one thread and, until it forks, no ZeroMQ context and
  no IPython; it refuses to fork otherwise. It reaps its kernels and reports their exit status.

Nothing is left behind: the parent kills its kernels and ends when its owner's socket closes, however the
owner died, and the operating system kills a kernel whose warm parent has died.

Nothing here knows what the notebooks are about.
"""
