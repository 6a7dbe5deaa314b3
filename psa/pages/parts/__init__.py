"""Parts of a page that are neither text, table nor chart: the answer, the strip of facts, a card."""
