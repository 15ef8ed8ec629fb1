"""One file is one kind of column. Kinds do not know each other."""
