"""What the demo people write in their own words."""

from typing import Final

# By what the session was like: a side effect, stopping early, or nothing in particular.
ON_SIDE_EFFECT: Final = {
    "dizzy": (
        "Came up too quickly and the room turned for a moment.",
        "Light-headed when I sat up. Waited until it passed.",
    ),
    "head_pressure": (
        "A lot of pressure behind the eyes tonight.",
        "Head felt full after the first minute.",
    ),
    "headache": (
        "Slight headache for about an hour afterwards.",
        "Headache came on while upside down.",
    ),
    "ankle_pain": (
        "The ankle clamps pinched. Thicker socks next time.",
        "Left ankle sore from the holder.",
    ),
    "nausea": ("Ate too late. Felt a bit sick.", "Queasy, so I came back up."),
    "back_pain_worse": (
        "Back felt worse when I stood up.",
        "A sharp twinge on the right side coming up.",
    ),
}
ON_STOPPED: Final = (
    "Phone rang, so I stopped.",
    "Did not feel like it today and came up early.",
    "The strap slipped. Stopped to fix it.",
)
ON_SESSION: Final = (
    "Quiet evening, music on.",
    "Arms overhead this time.",
    "Straight after the walk with the dog.",
    "Moved the table to the other room, more space.",
    "Slow breathing all the way through.",
    "Tried it before dinner instead of after.",
    "Long drive today, two hours of sitting.",
    "My son held the table at the start.",
    "Noticed my shoulders more than my back.",
    "Warm shower first.",
    "Felt stiff going in.",
    "Nothing special.",
)
ON_DAY: Final = {
    "ordinary": (
        "Desk all day with two short walks.",
        "Physio exercises in the morning.",
        "Carried shopping up the stairs.",
        "Slept on the other side, less stiff on waking.",
        "Gardening for an hour, kneeling mostly.",
        "Long meeting, could not get up.",
        "Swam twenty lengths.",
        "Cold and damp, everything a bit stiff.",
        "Walked to work and back.",
        "Lifted the grandchild a few times.",
        "Tired from a short night.",
        "Stood most of the day.",
    ),
    "rest": (
        "Stayed in and read.",
        "Lazy day on the sofa.",
        "No exercises today, on purpose.",
        "Slept in.",
    ),
    "travel": (
        "Hours in the train, got up at every stop.",
        "Hotel bed was soft.",
        "Flight with a middle seat.",
        "Visiting family, lots of walking.",
        "Carried the suitcase up three floors.",
    ),
    "flare": (
        "Flare-up since the morning. Could not tie my shoes.",
        "Bad day, lay down after lunch.",
        "Woke at four and could not turn over.",
        "Took the stairs one at a time.",
        "Pain went into the left thigh.",
    ),
}
# By whether the day was a flare: what a person managed of what they wanted.
MANAGED: Final = {
    False: (
        "Walked to the bakery and back.",
        "Cooked for four.",
        "Half an hour in the garden, sitting on the stool.",
        "A whole day at the desk with breaks.",
        "Drove to my sister's, one stop on the way.",
        "Hung up the washing by myself.",
        "Swam ten lengths.",
        "Carried the small basket, not the big one.",
    ),
    True: (
        "Got dressed without help.",
        "Once round the house.",
        "Made tea and went back to lie down.",
        "Sat at the table for supper.",
    ),
}
