"""What home asks. One subject a file."""
