"""What `make` calls: installing, running, checking. Nothing here is needed on a server."""
