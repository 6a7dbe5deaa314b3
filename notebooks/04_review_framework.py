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
# # The framework as a whole
#
# **The question:** of everything that was promised, what is happening, how sure are we, what cannot be
# told, and where do we differ from what departments reported?

# %%
from IPython.display import display

import psa
from psa.evidence.simulate import back_tests, own_series
from psa.pages.for_page import show
from psa.pages.sections import show_framework_summary
from psa.pages.sentences import framework as sentences
from psa.pages.sentences.department import describe_actions
from psa.pages.tables import evidence
from psa.pages.tables import framework as tables
from psa.pages.tables.agreement import rules_table
from psa.pages.tables.validation import coverage_table, earlier_years_table

# %% [markdown]
# The framework, the last day of the period, the day as at which
# it is judged, and the rule (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
through = ""
as_at = ""
rule = ""

# %% [markdown]
# ## Load

# %%
rated = psa.load(framework, through, rule, as_at).ratings
psa.say(sentences.title_framework(rated.framework, "The framework as a whole"))
psa.say(sentences.describe_framework(rated))

# %% [markdown]
# ## Look
#
# Every agreement with one symbol for each indicator. Below it lie the counts, the chance of each label, and how
# many indicators would have to change for the label to change.

# %%
show_framework_summary(rated)

# %% [markdown]
# ### By department
#
# What each department leads and where it is a partner. Shared indicators are counted once.

# %%
show(tables.departments_table(rated), "Each department")

# %% [markdown]
# ### Targets and minimum standards
#
# What was asked, by when, the figure beside it, and what became of it.

# %%
show(tables.targets_table(rated), "Each target and minimum standard")

# %% [markdown]
# ## Assess
#
# ### Our verdicts
#
# By the kind of the indicator: against its baseline trend, its target, or its minimum standard.

# %%
display(tables.verdicts_table(rated))

# %% [markdown]
# ### Where the official rating and our verdict differ
#
# The official rule compares two figures. Ours asks whether the later figures are more than the baseline
# trend and its usual irregularity would have brought, or what the target asks.

# %%
lead, _, each = sentences.describe_disagreements(rated).partition("\n\n")
psa.say(lead.replace(":", "."))
show(each, "Each difference")

# %% [markdown]
# ### The same figures under other bodies' rules
#
# Indicators that at least one rule could rate.

# %%
rateable = rated.comparison["not_assessed"] < rated.comparison["not_assessed"].max()
show(rules_table(rated, rated.comparison[rateable]), "Each indicator under each rule")

# %% [markdown]
# ### Published and computed ratings
#
# Every rating that was found published, beside what the rules give on the figures held here. Reports came
# at their own time and had figures that are not held here; each difference has its explanation.

# %%
show(tables.published_table(rated), "Each published rating")

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
show(coverage_table(back_tests(own)), "Each group of series")

# %% [markdown]
# ### The test of the trend in earlier years
#
# The same test on the same series, as if the period had begun in each earlier year that has three figures
# before it. Nothing had been promised then. By chance alone it would read better in about 2.5% of tests, and
# worse in as many; the real period deserves a second look where a test speaks much more often than that. Only
# figures up to the real baseline are used.

# %%
display(earlier_years_table(rated.earlier_years, rated.measures))

# %% [markdown]
# ### How far a stand-in can be trusted
#
# Where an indicator has no figures of its own that can be compared, a proxy or a related series is read beside the
# official rating, with its grade. Some indicators have both. How often did the two move the same way? The share, drawn
# towards a half where few could be compared, is the weight with which such a reading counts in a chance.

# %%
display(evidence.grades_table(rated))
show(evidence.stand_ins_table(rated.stand_ins), "How often a stand-in moved the same way")

# %% [markdown]
# ### Actions that underpin all agreements

# %%
show(describe_actions(rated), "Each action")

# %% [markdown]
# ## What this does not show
#
# What has no figures, and why. Missing figures do not mean no progress.

# %%
psa.say(sentences.describe_coverage(rated))
show(tables.missing_table(rated), "Each indicator without a rating, and why")

# %% [markdown]
# Ratings of the framework before, and the auditor's findings on data systems, as they were published.

# %%
headers = {"spending_review": "Framework", "department_id": "Department", "target": "Target"}
headers |= {"report": "Report", "rating_as_published": "Rating"}
show(tables.plain_table(rated.framework.earlier_ratings, "Earlier ratings", headers), "Earlier ratings")
headers = {"agreement_id": "Agreement", "indicator_id": "Indicator", "rating_as_published": "Finding"}
headers |= {"report": "Report", "note": "Note"}
show(tables.plain_table(rated.framework.data_system_ratings, "Data systems", headers), "Data systems")

# %% [markdown]
# A rating says what a figure did, not why. The labels of agreements whose indicators mostly have no
# figures say nothing about the agreements. The comparison of every indicator under every rule is saved.

# %%
psa.save_table(rated.comparison, "04_review_framework", rated.framework.name)
