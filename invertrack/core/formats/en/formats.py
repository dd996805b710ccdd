"""English dates, the month always in letters: 5/6 is May to some readers and June to others.

Templates name these, `{{ day|date:"DATE_FORMAT" }}`; a month or day alone is written as it is.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
MONTH_DAY_TIME_FORMAT = "j F, H:i"
# In rows and tables, where many stand under each other.
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
SHORT_MONTH_DAY_FORMAT = "j M"
SHORT_YEAR_MONTH_FORMAT = "M Y"
# Where the day of the week helps to remember: headings of days, and rows under their month.
WEEKDAY_FORMAT = "l j F"
WEEKDAY_DATE_FORMAT = "l j F Y"
SHORT_WEEKDAY_FORMAT = "D j M"
SHORT_WEEKDAY_TIME_FORMAT = "D j M, H:i"
