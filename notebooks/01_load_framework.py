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
# # The framework as it was loaded
#
# **The question:** what has been promised, by whom, and what do we hold to judge it by?
#
# This notebook reads the tables of one framework, checks every cell, applies the corrections that are
# recorded, and shows what there is and what is missing. All other notebooks stand on the same tables.
# It alone writes the typed tables to `data/processed/`, for other tools to read.

# %%
from IPython.display import display

import psa
from psa.batch.results import write_processed
from psa.data.defaults import setting_reasons
from psa.pages.sentences.framework import describe_coverage, title_framework
from psa.pages.tables.framework import counts_frame, counts_table, plain_table, settings_table

# %% [markdown]
# The name of a folder in `data/raw/`, or of one elsewhere in the same form.

# %% tags=["parameters"]
framework = "csr2007"

# %% [markdown]
# ## Load
#
# Reading stops with a list of every fault, each with its file, row and column, if anything is wrong.

# %%
workbook = psa.load(framework)
loaded, rated = workbook.framework, workbook.ratings
psa.say(title_framework(loaded, "The framework as it was loaded"))

# %% [markdown]
# ## Look
#
# How much there is of each kind, and how it is known. *Read* was seen in its source; *inferred* has one
# element of judgement; *recalled* is known, but no page was found. No figure is ever recalled.

# %%
display(counts_table(rated))

# %% [markdown]
# Each agreement, and who led it when the framework was set.

# %%
lead = [loaded.department_name(d) for d in loaded.agreements["lead_department"]]
agreements = loaded.agreements.assign(lead=lead)
headers = {"agreement_id": "Id", "title": "Promise", "lead": "Led by", "provenance": "How known"}
display(plain_table(agreements, "Agreements", headers))

# %% [markdown]
# What we think is wrong in the tables as they were read. A correction is a row with the old value, the
# new one, the reason and a source. The program applies it, and refuses it if the old value is gone.

# %%
headers = {"table": "Table", "row_key": "Row", "column": "Column"}
headers |= {"old_value": "Read", "new_value": "Used", "reason": "Why"}
display(plain_table(loaded.corrections, "Corrections applied", headers))

# %% [markdown]
# ## Assess
#
# Some choices are the framework's, others are ours. Each of ours has a default, a reason, and can be
# changed in `params/settings.yml` or by the framework itself.

# %%
display(settings_table(rated, setting_reasons()))

# %% [markdown]
# The rules of assessment, and where each was read. What is marked as recalled is a default of ours.

# %%
headers = {"rule_id": "Rule", "statement": "Statement", "threshold": "Threshold", "provenance": "How known"}
display(plain_table(loaded.rules, "Rules of assessment", headers))

# %% [markdown]
# ## What this does not show
#
# That a table passes its checks says that it is whole, not that it is right. Names and links that are
# recalled may be wrong in detail. Indicators without a series are not evidence of anything.

# %%
psa.say(describe_coverage(rated))

# %% [markdown]
# The typed tables and the series of figures are written here, and the counts are saved.

# %%
write_processed(loaded, rated.series)
psa.save_table(counts_frame(loaded), "01_load_framework", loaded.name)
