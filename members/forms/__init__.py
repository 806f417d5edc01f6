"""Forms of the members app, one subject a file."""
