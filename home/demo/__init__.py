"""The demo club: invented companies and people, and a year of what they did together."""
