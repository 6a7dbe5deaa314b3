"""Import figures from other formats: each becomes the folder of a framework.

``long_csv`` reads one table with a row for each figure::

    Measure,Sex,Year,Rate
    Recycled waste,All,2019,43.1
    Recycled waste,All,2020,42.8

``open_sdg`` reads the folder of an Open SDG site: ``data/indicator_1-2-1.csv`` with the columns Year and Value
and one for each way of splitting, and ``meta/1-2-1.md`` with the names in its front matter.

What is not known stays unknown: the direction is `none` unless the source says it, so that a new framework
shows its figures and rates nothing until somebody has written which way is good. The folder is written
whole and checked, or not at all, and every fault of the source is listed with its file, row and remedy.
"""
