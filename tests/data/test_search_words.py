"""The words that citizens type lead to the right indicator, by the rule of the index's search."""

import re

import pytest

from psa.site.addresses import address_book
from psa.site.pages.agreement_rows import agreement_rows
from psa.site.pages.site_page import Site
from psa.site.parts import PageParts

WORDS = {
    "unemployment": "psa-08/1",
    "knife": "psa-23/1",
    "burglary": "psa-23/2",
    "teenage pregnancy": "psa-14/4",
    "NHS waiting": "psa-19/2",
    "hospital infection": "psa-19/7",
    "global warming": "psa-27/1",
    "murder": "psa-23/1",
    "school meals": "psa-12/2",
    "MRSA": "psa-19/7",
    "homeless": "psa-20/4",
    "pensioner poverty": "psa-17/2",
    "traffic jams": "psa-05/1",
    "house prices": "psa-20/2",
    "smoking": "psa-18/3",
    "obesity": "psa-12/3",
    "bullying": "psa-13/1",
    "gender pay gap": "psa-15/1",
    "asylum": "psa-03/2",
    "river pollution": "psa-28/1",
    "unemployed": "psa-08/1",
    "joblessness": "psa-08/1",
    "dole": "psa-08/3",
    "superbugs": "psa-19/7",
    "C diff": "psa-19/8",
    "stabbings": "psa-23/1",
    "burglaries": "psa-23/2",
    "car theft": "psa-23/2",
    "rape": "psa-23/6",
    "rubbish": "psa-23/4",
    "obese": "psa-12/3",
    "school dinners": "psa-12/2",
    "pensioners": "psa-17/2",
    "OAP": "psa-17/2",
    "care home": "psa-17/5",
    "single mums": "psa-08/2b",
    "child poverty": "psa-09/2",
    "immigrants": "psa-03/3",
    "refugee": "psa-03/2",
    "cocaine": "psa-25/1",
    "binge drinking": "psa-25/2",
    "stroke": "psa-18/1",
    "infant mortality": "psa-29/4",
    "air pollution": "psa-28/3",
    "warm homes": "psa-20/5",
    "libraries": "psa-21/6",
    "terror": "psa-26/1",
    "GP appointment": "psa-19/6",
    "red tape": "psa-06/5",
    "trains": "psa-05/3",
    "council house": "psa-20/3",
    "rent": "psa-20/3",
    "charity": "psa-21/5",
    "domestic violence": "psa-23/1",
    "sexual assault": "psa-23/6",
    "organised crime": "psa-24/5",
    "cleaner hospitals": "psa-19/7",
    "road safety": "psa-13/3",
    "sexual health": "psa-14/4",
}
# no promise of these years is near; a word here that finds something has become untrue
NOTHING_NEAR = [
    "flood",
    "broadband",
    "dentist",
    "tuition fees",
    "post office",
    "truancy",
    "pothole",
    "minimum wage",
]


@pytest.fixture(scope="module")
def found_in(csr):
    """Return a function that gives the indicators whose own words hold all that was typed."""
    site = Site(csr, address_book(csr.framework, []))
    ids = csr.promised.groupby("agreement_id", sort=False)["indicator_id"].agg(list)
    texts = {
        indicator_id: indicator[3]
        for row in agreement_rows(site, PageParts("index.html", site.book))
        for indicator_id, indicator in zip(ids[row["id"]], row["filter"]["indicators"], strict=True)
    }

    def find(typed: str) -> list[str]:
        words = [
            rf"(^|[^a-z0-9])({re.escape(word)}|{re.escape(_singular(word))})"
            for word in typed.lower().split()
        ]
        return [name for name, text in texts.items() if all(re.search(word, text) for word in words)]

    return find


def _singular(word: str) -> str:
    """Return a longer word without the ending of many, as the index's search tries it."""
    return re.sub("([^s])s$", r"\1", re.sub("ies$", "y", word)) if len(word) > 4 else word


@pytest.mark.parametrize(("typed", "indicator_id"), WORDS.items())
def test_a_word_that_citizens_type_finds_its_indicator_among_few(found_in, typed, indicator_id):
    found = found_in(typed)
    assert indicator_id in found and len(found) <= 6


@pytest.mark.parametrize("typed", NOTHING_NEAR)
def test_a_word_that_no_promise_is_near_finds_nothing(found_in, typed):
    assert found_in(typed) == []
