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
# # One agreement: is what was promised happening?
#
# **The question:** what does this agreement promise, who delivers it, what do the published figures of
# its indicators show, how sure can we be, and what do they not show?
#
# The official rating follows the rule of the time: the change from the baseline to the latest comparable
# figure. Beside it stands our own verdict, a test against the baseline trend, and what other bodies'
# published rules make of the same figures.

# %%
from IPython.display import display

import psa

# %% [markdown]
# The framework, the agreement, and the last day of the period (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
agreement_id = "psa-14"
through = ""

# %% [markdown]
# ## Load

# %%
workbook = psa.load(framework, through)
agreement = workbook.agreement(agreement_id)
psa.say(agreement.heading())
psa.say(agreement.label())
psa.say(agreement.best_evidence())

# %% [markdown]
# Who answers for it.

# %%
psa.say(agreement.delivery())

# %% [markdown]
# ## Look
#
# All indicators at a glance: the official rating, our verdict, the figures behind them, and the
# auditor's view of the data where it is known.

# %%
agreement.show_summary()

# %% [markdown]
# Where the indicator itself has no figures that can be compared, the nearest series that has some is read in its
# place, with its grade. This stands beside the official rating and is in no count of it.

# %%
agreement.show_evidence()

# %% [markdown]
# ## Assess
#
# Each indicator in turn: what it is, what its figures show, and where they come from. An indicator that
# could not be rated says why; series near to it are shown as *indicative* and are in no count.

# %%
for indicator in agreement.indicators:
    indicator.show()

# %% [markdown]
# ### What was published at the time
#
# Ratings that could be found in departments' reports and elsewhere, beside what the rule gives here.

# %%
display(agreement.published())

# %% [markdown]
# ### The label under other readings of the rule
#
# Pages that state the official rule leave some of it open. The label may turn on how it is read.

# %%
display(agreement.readings())

# %% [markdown]
# ### The same figures under other bodies' rules
#
# Statistical offices elsewhere publish how they rate an indicator. Each rule is applied to the same
# figures. Where most agree, the rating does not turn on whose rule it is.

# %%
display(agreement.rules())

# %% [markdown]
# ### Our verdicts under other choices
#
# A baseline a year earlier or later, another level of confidence, a longer or shorter trend, a straight
# line in place of a drift: a verdict that holds under all of them is worth more.

# %%
display(agreement.choices())

# %% [markdown]
# ## What this does not show

# %%
psa.say(agreement.missing())
display(agreement.caveats())

# %% [markdown]
# - A rating says what a figure did, not why. Nothing here is the effect of a policy.
# - Where no sampling error was published, how sure a change is comes from the series' own irregularity,
#   or is not known.
# - Figures of a later vintage can differ from what was known when the reports of the time were written.
# - Facts marked as recalled were not found on a page that could be read.
#
# The ratings and the figures behind them are saved beside this page.

# %%
psa.save_table(agreement.frame, "02_assess_agreement", agreement_id)
