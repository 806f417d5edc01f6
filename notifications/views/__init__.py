"""Views of the notifications app, one subject a file."""
