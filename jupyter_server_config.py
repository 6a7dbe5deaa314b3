"""Settings of a Jupyter that is started in this folder: a notebook saved without an edit is no change to git."""

c = get_config()  # noqa: F821  Jupyter gives it


def without_kernel_details(model, **_):
    """Cut what is noted of the language to its name: the rest is of the kernel that happened to run it."""
    if model.get("type") == "notebook" and model.get("content"):
        about = model["content"]["metadata"].get("language_info", {})
        if about.get("name") == "python":
            model["content"]["metadata"]["language_info"] = {"name": "python"}


c.FileContentsManager.pre_save_hook = without_kernel_details
