"""Views of the events app, one subject a file."""
