"""Measuring speed as ratios, side by side in one run, each engine on a throwaway database.

Requests per second of one machine move by half between two runs of the same thing; the ratio of two
pages that take turns in one process does not. `manage.py bench` starts one process per engine
(`measure.py`), which loads invented people (`people.py`) and has the parts measure: `pages.py`,
`charts.py`, `writes.py`, `growth.py` and `insights.py`. What is reached is `goals.py`; who counts
is `ratios.py`.

`calibration/` measures no speed: it counts what is claimed of people whose truth is known.
"""
