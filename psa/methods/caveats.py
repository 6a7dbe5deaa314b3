"""What a reader must know about a rating, as codes."""

import numpy as np


def caveats(frame, table, b, e, of, settings) -> list[str]:
    n = len(table)
    if not n:
        return []
    pair = (table["change"].notna()).to_numpy()
    months, start = frame["months"].to_numpy(), frame["start"]
    bb, ee = np.maximum(b, 0), np.maximum(e, 0)
    both = pair & (b >= 0)
    month = start.dt.month.to_numpy()
    cutoff = np.datetime64(settings.baseline_by)
    status, provenance = frame["status"].to_numpy(object), frame["provenance"].to_numpy(object)
    flags = {
        "default_baseline": pair & (table["baseline_origin"] == "default").to_numpy(),
        "baseline_from_definition": pair & (table["baseline_origin"] == "definition").to_numpy(),
        "period_length": both & (months[bb] != months[ee]),
        "season": both & (months[bb] == months[ee]) & (months[ee] < 12) & (month[bb] != month[ee]),
        "straddles": (e >= 0) & (start.to_numpy("datetime64[D]")[ee] <= cutoff),
        "provisional": (e >= 0) & (status[ee] == "provisional"),
        "later_vintage": of["vintage"] == "later",
        "derived": of["is_derived"].astype(bool),
        "inferred_figure": pair
        & ((provenance[ee] == "inferred") | ((b >= 0) & (provenance[bb] == "inferred"))),
        "untested": pair & table["change_se"].isna().to_numpy(),
    }
    names = np.array(list(flags))
    grid = np.column_stack([np.asarray(f, bool) for f in flags.values()])
    return [";".join(names[row]) for row in grid]
