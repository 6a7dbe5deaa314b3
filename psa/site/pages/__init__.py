"""The site's own pages: one function each, and a template of the same name."""
