"""Files that carry annotations: one module a format, each with load and dump."""
