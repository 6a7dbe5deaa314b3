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
# # One agreement: is what was promised happening?
#
# **The question:** what does this agreement promise, who delivers it, what do the published figures of
# its indicators show, how sure can we be, and what do they not show?
#
# The official rating follows the rule that the framework states: the change from the baseline to the
# latest comparable figure. Beside it stands our own verdict, a test against the trend before, and what
# other bodies' published rules make of the same figures.

# %%
import psa

# %% [markdown] tags=["method"]
# The framework, the agreement, the last day of the period, the day as at which
# it is judged, and the rule (empty: the framework's own).

# %% tags=["parameters"]
framework = "csr2007"
agreement_id = "psa-14"
through = ""
as_at = ""
rule = ""

# %% [markdown] tags=["method"]
# ## Load
#
# The tables are read, checked and rated by one call. A batch that runs this notebook for every
# agreement hands the ratings over, so that they are worked out once.

# %%
workbook = psa.load(framework, through, rule, as_at)
agreement = workbook.agreement(agreement_id)
psa.say(agreement.heading())

# %% [markdown] tags=["method"]
# ## Look
#
# The answer in one or two sentences, made of the figures; the chart that a reader asks for first: a
# target that was due, else the longest series; and a strip of facts. The official rating and the best
# evidence stand side by side and are never mixed: a series that stands in for an indicator is in no
# count of the rating.

# %%
agreement.show_answer()

# %% [markdown]
# ## Assess

# %% [markdown] tags=["method"]
# A card for each indicator: what happened, from what to what, what was asked, and how far that can be
# trusted. The result of a target outranks the direction of the figure. In each card, closed: what was
# promised, the chart, the figures, the test, what other bodies' rules say, and the sources.

# %%
agreement.show_cards()

# %% [markdown] tags=["method"]
# What could not be rated, each with its reason and where the figures may be found.

# %%
agreement.show_unrated()

# %% [markdown] tags=["method"]
# How firm the label is: its chance, other readings of the rule, other bodies' rules on the same
# figures, our verdicts under other choices (a baseline a year earlier or later, another level of
# confidence, a straight line in place of a drift), and what was published at the time.

# %%
agreement.show_firmness()

# %% [markdown]
# ## What this does not show
#
# - A rating says what a figure did, not why. Nothing here is the effect of a policy.
# - Where no sampling error was published, how sure a change is comes from the series' own irregularity,
#   or is not known.
# - Figures of a later vintage can differ from what was known when the reports of the time were written.
# - † marks a fact from memory: no page that states it was found. ‡ marks one that is partly our judgement.

# %% [markdown] tags=["method"]
# The ratings and the figures behind them are saved beside this page.

# %%
psa.save_table(agreement.frame, "02_assess_agreement", agreement_id)
