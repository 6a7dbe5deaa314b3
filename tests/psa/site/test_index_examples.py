"""The words that the search field of the index offers come from the framework's own table."""

from dataclasses import replace

from psa.site.pages.index import _examples


def with_words(framework, words):
    table = framework.indicators.assign(search_words=None)
    table.loc[table.index[: len(words)], "search_words"] = words
    return replace(framework, tables={**framework.tables, "indicators": table})


def test_the_first_words_of_three_indicators_are_offered(tiny):
    assert (
        _examples(with_words(tiny, ["trees; parks", "trees", "rubbish", "rent; flats"]))
        == "trees, rubbish, rent …"
    )


def test_without_search_words_nothing_is_offered(tiny):
    assert _examples(with_words(tiny, [])) == ""
