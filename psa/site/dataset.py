"""What a page tells machines of the figures that it offers: a Dataset of schema.org, as JSON-LD."""

import json
from collections.abc import Iterable
from typing import Any

from psa.site.addresses import Link

FORMATS = {"csv": "text/csv", "json": "application/json"}
FORMATS["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def dataset_text(
    name: str, description: str, files: Iterable[Link], whole: Link | None = None, date: str = ""
) -> str:
    """Return a Dataset as JSON-LD that can stand in a script of a page: it holds no tag, whatever its texts say.

    Args:
        name: of the set.
        description: what is in it.
        files: the addresses of its downloads, from the page, with their words; only those of data are named.
        whole: the page of the set that it is a part of, and what that is called.
        date: of the data.
    """
    endings = [(address, words, address.rpartition(".")[2]) for address, words in files]
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "name": words, "encodingFormat": FORMATS[ending], "contentUrl": address}
            for address, words, ending in endings
            if ending in FORMATS
        ],
    }
    if date:
        about["dateModified"] = date
    if whole:
        about["isPartOf"] = {"@type": "Dataset", "name": whole[1], "url": whole[0]}
    return json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
