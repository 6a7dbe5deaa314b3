# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One department: what it answers for
#
# **The question:** what does this department lead, where is it a partner, what are its own objectives,
# and how are they doing?
#
# An indicator that several agreements or departments share is counted once. A department that is a
# partner answers for an agreement together with others; its counts are not a score of its own work.

# %%
from IPython.display import display

from psa.batch.results import save_table
from psa.data.load import load_framework
from psa.methods.agreements import department_indicators
from psa.methods.ratings import rate_framework
from psa.pages.sections import say, show_department_agreements
from psa.pages.sentences.department import (
    describe_actions,
    describe_department,
    describe_objectives,
    title_department,
)
from psa.pages.sentences.framework import describe_missing
from psa.pages.tables.agreement import ratings_table

# %% [markdown]
# The framework, the department, and the last day of the period (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
department_id = "co"
through = ""

# %% [markdown]
# ## Load

# %%
rated = rate_framework(load_framework(framework), through)
say(title_department(rated, department_id))
say(describe_department(rated, department_id))

# %% [markdown]
# ## Look
#
# The agreements that it leads or is a partner of, with their labels.

# %%
show_department_agreements(rated, department_id)

# %% [markdown]
# ## Assess
#
# The indicators of the agreements that it leads, then of those that it is a partner of.

# %%
lead = department_indicators(rated.framework, rated.indicators, department_id, "lead")
partner = department_indicators(rated.framework, rated.indicators, department_id, "partner")
display(ratings_table(rated, lead, "Indicators of agreements that it leads"))
display(ratings_table(rated, partner, "Indicators of agreements that it is a partner of"))

# %% [markdown]
# ### Its own objectives
#
# Each main department had objectives of its own: its wider work, and what underpins the agreements. An
# indicator shared with an agreement is rated there.

# %%
say(describe_objectives(rated, department_id))

# %% [markdown]
# ### Actions that underpin all agreements
#
# What this department, and every department, had to do.

# %%
say(describe_actions(rated, department_id))

# %% [markdown]
# ## What this does not show

# %%
say(describe_missing(rated, department_indicators(rated.framework, rated.indicators, department_id)))

# %% [markdown]
# Objectives were judged by indicators that are mostly not in the tables; where the reports of the time
# gave a rating, it is quoted as published. Links that are marked as recalled may be incomplete.
#
# The indicators that this department answers for are saved beside this page.

# %%
save_table(department_indicators(rated.framework, rated.indicators, department_id), "03_summarise_department", department_id)
