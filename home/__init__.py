"""The front door: home and the member's day, news, standard pages, search, and the demo club."""
