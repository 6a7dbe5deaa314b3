"""The default of each choice that is ours, and its reason (``params/settings.yml``)."""

import yaml

from psa import paths
from psa.files.yaml_loader import LOADER


def default_settings() -> dict[str, str]:
    """Return the settings of ``params/settings.yml``: each choice that is ours, with its default."""
    with (paths.PARAMS / "settings.yml").open(encoding="utf-8") as file:
        return {k: v["default"] for k, v in yaml.load(file, LOADER).items()}


def setting_reasons() -> dict[str, str]:
    """Return why each setting of ``params/settings.yml`` has the default that it has."""
    with (paths.PARAMS / "settings.yml").open(encoding="utf-8") as file:
        return {k: " ".join(v["reason"].split()) for k, v in yaml.load(file, LOADER).items()}
