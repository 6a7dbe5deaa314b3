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
# # One department: what it answers for
#
# **The question:** what does this department lead, where is it a partner, what are its own objectives,
# and how are they doing?
#
# An indicator that several agreements or departments share is counted once. A department that is a
# partner answers for an agreement together with others; its counts are not a score of its own work.

# %%
from IPython.display import display

import psa

# %% [markdown]
# The framework, the department, the last day of the period, the day as at which
# it is judged, and the rule (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
department_id = "co"
through = ""
as_at = ""
rule = ""

# %% [markdown]
# ## Load

# %%
workbook = psa.load(framework, through, rule, as_at)
department = workbook.department(department_id)
psa.say(department.heading())
psa.say(department.summary())
psa.say(department.best_evidence())

# %% [markdown]
# ## Look
#
# The agreements that it leads or is a partner of, with their labels.

# %%
department.show_agreements()

# %% [markdown]
# ## Assess
#
# The indicators of the agreements that it leads, then of those that it is a partner of.

# %%
display(department.table("lead", "Indicators of agreements that it leads"))
display(department.table("partner", "Indicators of agreements that it is a partner of"))

# %% [markdown]
# ### The best evidence
#
# Where an indicator has no figures of its own that can be compared, a series near to it says more than nothing. It is
# graded by how near it is, and is in no count above.

# %%
department.show_evidence()

# %% [markdown]
# ### Its own objectives
#
# Each main department had objectives of its own: its wider work, and what underpins the agreements. An
# indicator shared with an agreement has the rating that it has there; one with figures of its own is rated by the
# same rules. No label is given to an objective: what it was to be measured by is mostly not in the tables.

# %%
psa.say(department.objectives())

# %% [markdown]
# ### Actions that underpin all agreements
#
# What this department, and every department, had to do. A target with figures is rated by the same rules.

# %%
psa.say(department.actions())

# %% [markdown]
# ## What this does not show

# %%
psa.say(department.missing())

# %% [markdown]
# Objectives were judged by indicators that are mostly not in the tables; where the reports of the time
# gave a rating, it is quoted as published. Links that are marked as recalled may be incomplete.
#
# The indicators that this department answers for are saved beside this page.

# %%
psa.save_table(department.frame(), "03_summarise_department", department_id)
