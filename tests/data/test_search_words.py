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
}


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
        words = [rf"(^|[^a-z0-9]){re.escape(word)}" for word in typed.lower().split()]
        return [name for name, text in texts.items() if all(re.search(word, text) for word in words)]

    return find


@pytest.mark.parametrize(("typed", "indicator_id"), WORDS.items())
def test_a_word_that_citizens_type_finds_its_indicator_among_few(found_in, typed, indicator_id):
    found = found_in(typed)
    assert indicator_id in found and len(found) <= 6
