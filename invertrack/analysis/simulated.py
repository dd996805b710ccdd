"""What of a simulated life enters the analysis: the bridge from known truths to results."""

from .life import Life, Session
from .record import Pair, Record


def record_of_life(life: Life) -> Record:
    """Return the series that a person of this life would be analysed by.

    The evening rating stands for the same-time rating, because sessions are in the evening; nothing
    is entered late, and the later ratings after sessions are nobody's.

    Args:
        life: A simulated person; day 0 becomes 1970-01-01.
    Source: the rules by which recorded days become a ``Record``. O(days + sessions).

    >>> from .simulation import simulate
    >>> from .truth import no_effect
    >>> life = simulate(no_effect(), days=60, seed=7)
    >>> record = record_of_life(life)
    >>> len(record.pain) < len(life.days), len(record.pairs) < len(life.sessions)  # gaps stay gaps
    (True, True)
    """
    return Record(
        pain=tuple(
            (day.index, float(day.pain_avg_24h))
            for day in life.days
            if day.pain_avg_24h is not None
        ),
        usual=tuple(
            (day.index, float(day.rating_evening))
            for day in life.days
            if day.rating_evening is not None
        ),
        pairs=tuple(map(_pair, paired_sessions(life))),
        session_days=frozenset(session.day for session in life.sessions),
    )


def paired_sessions(life: Life) -> tuple[Session, ...]:
    """Return the sessions that enter the analysis: of each day the first with both ratings.

    Args:
        life: A simulated person.
    Returns: In order of day, as the pairs of ``record_of_life``; their truth is known.
    Source: house rule "one session a day". O(sessions).

    >>> from .simulation import simulate
    >>> from .truth import no_effect
    >>> life = simulate(no_effect(), days=60, seed=7)
    >>> days = [session.day for session in paired_sessions(life)]
    >>> len(days) == len(set(days)) < len(life.sessions)
    True
    """
    first: dict[int, Session] = {}
    for session in life.sessions:
        if session.pain_after is not None:
            first.setdefault(session.day, session)
    return tuple(first.values())


def first_days(record: Record, days: int) -> Record:
    """Return what a record held when it was so many days old: the same person, earlier.

    Args:
        record: One person's series, from day 0 on.
        days: Its days that are kept.
    Source: none needed. O(n).

    >>> first_days(Record(pain=((0, 5.0), (9, 4.0))), 9).pain
    ((0, 5.0),)
    """
    return Record(
        pain=tuple(row for row in record.pain if row[0] < days),
        usual=tuple(row for row in record.usual if row[0] < days),
        pairs=tuple(pair for pair in record.pairs if pair.day < days),
        session_days=frozenset(day for day in record.session_days if day < days),
    )


def _pair(session: Session) -> Pair:
    if session.pain_after is None:
        raise ValueError("a session without both ratings is no pair")
    return Pair(
        day=session.day,
        angle_deg=session.angle_deg,
        duration_s=session.duration_s,
        before=session.pain_before,
        after=session.pain_after,
    )
