"""Views of the loyalty app, one subject a file."""
