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
# # How often each rule is right
#
# **The question:** when nothing changed, how often does a rule say *improved*? When something did, how
# often does it see it? And do our projections hold what came later?
#
# A rule can only be trusted as far as its errors are known. Here the truth is made, so that it is known;
# and real series are held back, so that a projection can be judged by what followed. All is seeded: the
# same numbers come out each time. Nothing here depends on the framework's own figures; how projections do
# on those, and how far a proxy or a related series can be trusted to stand in for an indicator, is on the page of
# the framework as a whole.

# %%
import pandas as pd
from IPython.display import display

import psa
from psa.evidence.calibration import label_tables, target_tables_by_length
from psa.evidence.counted_worlds import COUNTED, FEW_WORLDS, counted_table
from psa.evidence.replay import destatis_ratings, destatis_series, intervals, known_differences, local_series
from psa.evidence.simulate import WORLDS, back_tests, improved_shares
from psa.evidence.target_backtest import local_figures
from psa.evidence.trend_worlds import trend_table
from psa.pages.tables import validation
from psa.pages.tables.framework import plain_table

# %% [markdown]
# The framework among whose outputs the results are put, how many series are made for each figure, and the seed.

# %% tags=["parameters"]
framework = "csr2007"
series_made = 2000
seed = 2007

# %% [markdown]
# ## Load
#
# Made series of 3 to 12 yearly figures, about a level of 30 with a standard error of 0.5; the last three
# figures come after the baseline. Three worlds: sampling error only, further noise as large again, and
# yearly shocks that persist.

# %%
lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
psa.say("# How often each rule is right\n\nShown on made series, and on figures that other bodies published.")

# %% [markdown]
# ## Look
#
# ### When nothing changed
#
# The share of series that each rule calls improved, in per cent. It should be small. A rule that compares
# two figures is wrong half of the time; that is the rule by which most departments reported.

# %%
false = {name: improved_shares(lengths, series_made, seed, **world) for name, world in WORLDS.items()}
for name, shares in false.items():
    display(validation.shares_table(shares, f"Called improved when nothing changed: {name}", series_made))

# %% [markdown]
# ### When something changed
#
# From the end of the baseline the series rises by a further four, two or one standard errors a year. A
# rule should see it. Three years rarely settle a small change, whatever the rule.

# %%
bends = {4: 2.0, 2: 1.0, 1: 0.5}
power = {k: improved_shares([7, 8, 9, 10, 11], series_made, seed, bend=b) for k, b in bends.items()}
for steps, shares in power.items():
    display(
        validation.shares_table(
            shares, f"Called improved when the slope rose by {steps} standard errors a year", series_made
        )
    )

# %% [markdown]
# ### The test of the baseline trend, world by world
#
# Series that did not change, of three and of eight figures up to the baseline: sampling error, walks, AR(1), gaps,
# errors that change; and counts, few and many, that stray by more than chance. Each made framework fits its prior to
# its own series. No more than 3% should be called better, or worse; of counts 3.5%. The page of methods on the baseline
# trend has the same with forty times as many series, and says where this does not hold.

# %%
made = series_made // 4
trends, counts = (
    trend_table(made, seed, (3, 8), frameworks=10),
    counted_table(made, seed, (3, 8), 2, {name: COUNTED[name] for name in FEW_WORLDS}),
)
display(validation.trend_worlds_table(trends, counts, made))

# %% [markdown]
# ## Assess
#
# ### Projections held against what came later
#
# Six consecutive yearly figures are known; the projection is for three years on. The interval is made
# for 95%. Unwidened it holds less, because real shocks persist; widened by 30% it holds more than 90%.

# %%
display(validation.coverage_table(back_tests({"German sustainable development strategy": destatis_series()})))

# %% [markdown]
# ### Chances of labels beside what came true
#
# One framework of 400 agreements is made for each world, so the truth is known. Each stated chance of a label is
# set beside the share of such cases in which it came true. The largest difference over the tenths of the stated
# chance, with at least 40 cases each, carries a Monte Carlo error of up to eight points; the page of methods on
# the chance of a label has the same with five times as many.

# %%
tenths, summary = label_tables(draws=500, frameworks=1, least=40)
display(validation.label_calibration_table(summary))
display(validation.tenths_table(tenths, "errors shared at .7"))

# %% [markdown]
# ### Chances of meeting a target beside what came
#
# Three or six years of a series are known and a target is drawn about its path; the figure one to three years on
# decides. The method is the one that the page of methods for targets describes. Series that run along smooth curves
# stand apart. Each stated chance should be within six points of the share that was met.

# %%
fifths = target_tables_by_length(local_figures(local_series()))
display(validation.target_calibration_table(fifths))

# %% [markdown]
# ### Other bodies' published figures, re-created
#
# Published German ratings beside what our reading of the written rule gives, and the interval limits
# that public health statisticians published beside ours.

# %%
display(validation.replay_table(destatis_ratings()))
display(validation.intervals_table(intervals()))

# %% [markdown]
# Each rating that differs, and why.

# %%
headers = {
    "indicator": "Indicator",
    "year": "Year",
    "published": "Published",
    "ours": "Ours",
    "reason": "Reason",
}
display(plain_table(known_differences(), "Differences from published German ratings", headers))

# %% [markdown]
# ## What this does not show
#
# - Made series are tidier than real ones: no breaks, no revisions, no change of definition.
# - With persistent shocks the test against the baseline trend is wrong somewhat more often than its
#   nominal 2.5% a side; with three baseline figures, more often still, which the pages say.
# - The projection's coverage was found on series of another country; on a framework's own it can differ, as
#   its page shows. The windows overlap, so the share itself is not known to better than a few points.
# - A chance of a label is as good as the standard errors under it: where those are half too small, so are the
#   doubts. What the figures do not tell, no draw tells.
# - Power is low for small changes. *Not distinguishable* is a result, not a failure to look.

# %%
found = [shares.assign(setting=name, made="no change") for name, shares in false.items()]
found += [shares.assign(setting=f"{k} standard errors a year", made="change") for k, shares in power.items()]
psa.save_table(pd.concat(found).reset_index(), "05_validate_methods", framework)
