"""What an output of a notebook says for the page that is made of it, beside what the notebook shows.

It stands in the metadata of the output, below the form that it belongs to: the content of a table, from which the
page writes the table anew with links, and the sources of a list, to which the page adds links. A batch makes the page
when a notebook has been executed, and leaves these out when it writes the notebook: they are in no file.
"""

TABLE, SOURCES = "table", "sources"
