"""People as the club meets them: profiles, directory, invitations and requests to join."""
