"""Categories, threads, posts and the log that makes them live."""
