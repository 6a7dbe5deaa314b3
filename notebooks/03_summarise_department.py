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

# %% [markdown] tags=["method"]
# # One department: what it answers for
#
# **The question:** what does this department lead, where is it a partner, what are its own objectives,
# and how are they doing?
#
# An indicator that several agreements or departments share is counted once. A department that is a
# partner answers for an agreement together with others; its counts are not a score of its own work.

# %%
import psa

# %% [markdown] tags=["method"]
# The framework, the department, the last day of the period, the day as at which
# it is judged, and the rule (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
department_id = "co"
through = ""
as_at = ""
rule = ""

# %% [markdown] tags=["method"]
# ## Load

# %%
workbook = psa.load(framework, through, rule, as_at)
department = workbook.department(department_id)
psa.say(department.heading())
psa.say(department.summary())

# %% [markdown]
# ## Look

# %% [markdown] tags=["method"]
# The agreements that it leads, each with what became of it in one line and a symbol for each
# indicator; the result of a target outranks the direction of the figure. Then those that it is a
# partner of, as a list.

# %%
department.show_agreements()

# %% [markdown]
# ## Assess

# %% [markdown] tags=["method"]
# All that it answers for, each part closed until a reader opens it: the indicators of what it leads
# and of what it is a partner of; the best evidence, which is graded by how near it is to the indicator
# and is in no count; its own objectives, which were its wider work and to which no label is given; the
# actions that every department had to take; and what could not be rated, with the reason.

# %%
psa.say(department.best_evidence())
department.show_details()

# %% [markdown]
# ## What this does not show
#
# - A rating says what a figure did, not why. Nothing here is the effect of a policy.
# - Objectives were judged by indicators that are mostly not in the tables; where the reports of the time
#   gave a rating, it is quoted as published. Links that are marked as recalled may be incomplete.

# %% [markdown] tags=["method"]
# The indicators that this department answers for are saved beside this page.

# %%
psa.save_table(department.frame(), "03_summarise_department", department_id)
