"""What a reader opens: the pages of the notebooks, the site's own pages and the downloads."""
