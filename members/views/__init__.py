"""Views of the members app, one subject a file."""
