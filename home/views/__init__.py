"""What home answers. One subject a file."""
