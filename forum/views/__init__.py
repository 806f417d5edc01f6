"""Views of the forum. One subject a file."""
