"""Whether the analysis says what is not so: claims about simulated people whose truth is known.

`manage.py bench calibration` lives a thousand people for each row of `rows.py`, has each of them
analysed at several ages, and counts (`tally.py`) what is claimed about them (`claims.py`), beside
what common methods would have claimed (`naive.py`). No part of it needs a database.
"""
