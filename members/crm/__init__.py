"""How customer records of other programs say things: names of columns, and values in them.

Nothing here knows a row of the database.
"""
