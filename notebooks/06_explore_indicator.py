# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     formats: ipynb,py:percent
#     notebook_metadata_filter: kernelspec,jupytext,-all
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One indicator under other choices
#
# **The question:** how much does what we say of an indicator turn on a choice of ours: whose rule, which
# baseline, which last day, how sure we ask to be?
#
# This notebook is for working by hand and is not part of the batch. Run it in JupyterLab (`make lab`),
# choose, and read what follows below the choices.

# %%
import seaborn as sns

import psa
from psa.pages.explore import explore, show_choice

# %% [markdown]
# The framework, and the indicator that is shown first.

# %% tags=["parameters"]
framework = "csr2007"
indicator_id = "psa-09/1"

# %% [markdown]
# ## Load

# %%
workbook = psa.load(framework)
loaded, rated = workbook.framework, workbook.ratings

# %% [markdown]
# ## Look
#
# Choose an indicator, a rule, the day by which the baseline must lie, the last day, and the confidence.
# The chart, the figures, the working and every rule's word follow below.

# %% tags=["nbval-ignore-output"]
explore(loaded, indicator_id)

# %% [markdown]
# Every series of it, whether it is rated or not: each table is a pandas frame, which seaborn draws as it stands. A
# panel for each unit.

# %%
series = workbook.series(indicator_id)
panels = sns.relplot(
    series,
    x="time",
    y="value",
    hue="measure_id",
    col="unit",
    kind="line",
    marker="o",
    height=3,
    facet_kws={"sharey": False},
)
panels = panels.set_axis_labels("", "").set_titles("{col_name}")

# %% [markdown]
# ## Assess
#
# The same without widgets, for a record: here with a confidence of 90 per cent.

# %%
settings = rated.settings
show_choice(loaded, indicator_id, "baseline-trend", settings.baseline_by, settings.through, 0.9)

# %% [markdown]
# ## What this does not show
#
# A choice made after looking at its result proves nothing. The ratings in the outputs follow the choices in
# `params/settings.yml`, which were made before. What is saved here is the indicator under those.

# %%
psa.save_table(
    rated.indicators[rated.indicators["indicator_id"] == indicator_id], "06_explore_indicator", framework
)
