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
# # The framework as a whole
#
# **The question:** of everything that was promised, what is happening, how sure are we, what cannot be
# told, and where do we differ from what departments reported?

# %%
from IPython.display import display

from psa.batch.results import save_table
from psa.data.load import load_framework
from psa.evidence.simulate import back_tests, own_series
from psa.methods.ratings import rate_framework
from psa.pages.sections import say, show_framework_summary
from psa.pages.sentences.department import describe_actions
from psa.pages.sentences.framework import (
    describe_coverage,
    describe_disagreements,
    describe_framework,
    title_framework,
)
from psa.pages.tables.agreement import rules_table
from psa.pages.tables.framework import (
    departments_table,
    missing_table,
    plain_table,
    published_table,
    verdicts_table,
)
from psa.pages.tables.validation import coverage_table

# %% [markdown]
# The framework, and the last day of the period (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
through = ""

# %% [markdown]
# ## Load

# %%
rated = rate_framework(load_framework(framework), through)
say(title_framework(rated.framework, "The framework as a whole"))
say(describe_framework(rated))

# %% [markdown]
# ## Look
#
# Every agreement with one symbol for each indicator, then the counts, the chance of each label, and how
# many indicators would have to change for the label to change.

# %%
show_framework_summary(rated)

# %% [markdown]
# ### By department
#
# What each department leads and where it is a partner. Shared indicators are counted once.

# %%
display(departments_table(rated))

# %% [markdown]
# ## Assess
#
# ### Our verdicts
#
# By the kind of the indicator: against its baseline trend, its target, or its minimum standard.

# %%
display(verdicts_table(rated))

# %% [markdown]
# ### Where the official rating and our verdict differ
#
# The official rule compares two figures. Ours asks whether the later figures are more than the baseline
# trend and its usual irregularity would have brought, or what the target asks.

# %%
say(describe_disagreements(rated))

# %% [markdown]
# ### The same figures under other bodies' rules
#
# Indicators that at least one rule could rate.

# %%
rateable = rated.comparison["not_assessed"] < rated.comparison["not_assessed"].max()
display(rules_table(rated, rated.comparison[rateable]))

# %% [markdown]
# ### Published and computed ratings
#
# Every rating that was found published, beside what the rules give on the figures held here. Reports came
# at their own time and had figures that are not held here; each difference has its explanation.

# %%
display(published_table(rated))

# %% [markdown]
# ### Projections held against what came later
#
# Of each yearly series six consecutive figures are taken as known, and the projection three years on is
# held against the figure that came. The interval is made for 95%; where it held much less, read the chance
# of meeting a target with that in mind. Estimates from a model run along smooth curves that bend: too
# little irregularity to judge the next bend by. The windows overlap, so a share is not known to better than
# a few points, and few windows say little.

# %%
own = {"the whole framework": own_series(rated.series)}
own |= {key: own_series(figures) for key, figures in rated.series.groupby("agreement_id")}
display(coverage_table(back_tests(own)))

# %% [markdown]
# ### Actions that underpin all agreements

# %%
say(describe_actions(rated))

# %% [markdown]
# ## What this does not show
#
# What has no figures, and why. Want of figures is not want of progress.

# %%
say(describe_coverage(rated))
display(missing_table(rated))

# %% [markdown]
# Ratings of the framework before, and the auditor's findings on data systems, as they were published.

# %%
headers = {"spending_review": "Framework", "department_id": "Department", "target": "Target", "report": "Report", "rating_as_published": "Rating"}
display(plain_table(rated.framework.earlier_ratings, "Earlier ratings", headers))
headers = {"agreement_id": "Agreement", "indicator_id": "Indicator", "rating_as_published": "Finding", "report": "Report", "note": "Note"}
display(plain_table(rated.framework.data_system_ratings, "Data systems", headers))

# %% [markdown]
# A rating says what a figure did, not why. The labels of agreements whose indicators mostly have no
# figures say nothing about the agreements. The comparison of every indicator under every rule is saved.

# %%
save_table(rated.comparison, "04_review_framework", rated.framework.name)
