"""Giving freed memory back: it never fails, whatever the C library is."""

import ctypes

from psa.batch import freed


def test_memory_is_given_back_where_the_library_can_and_nothing_happens_where_not(monkeypatch):
    asked = []

    class Library:
        def __init__(self, name):
            self.name = name

        def malloc_trim(self, pad):
            asked.append(pad)

    monkeypatch.setattr(ctypes, "CDLL", Library)
    freed.give_back()
    assert asked == [0]
    monkeypatch.delattr(Library, "malloc_trim")
    freed.give_back()
