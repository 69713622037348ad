"""Lines to clauses: which line is a heading, and how headings make a tree."""
