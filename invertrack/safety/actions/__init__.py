"""Writes of safety: answers, clearances, alarms, and what sessions tell."""

from .alarms import read_alarms
from .clearances import (
    LONGEST_CLEARANCE_DAYS,
    ClearanceValues,
    NotYoursToClear,
    OwnConfirmation,
    clear_item,
    confirm_items,
    withdraw_clearance,
)
from .facts import PAIN_RISE, return_session, tell_session, withdraw_session
from .plans import (
    AgreedChanged,
    BeyondLimits,
    CapValues,
    PlanClosed,
    PlanValues,
    ProposalOver,
    StepRefused,
    accept_proposal,
    choose_step,
    decline_proposal,
    end_agreement,
    propose_cap,
    propose_plan,
    set_own_cap,
)
from .screens import CannotRepeat, keep_check, keep_red_flags, keep_screening, repeat_screening

__all__ = [
    "LONGEST_CLEARANCE_DAYS",
    "PAIN_RISE",
    "AgreedChanged",
    "BeyondLimits",
    "CannotRepeat",
    "CapValues",
    "ClearanceValues",
    "NotYoursToClear",
    "OwnConfirmation",
    "PlanClosed",
    "PlanValues",
    "ProposalOver",
    "StepRefused",
    "accept_proposal",
    "choose_step",
    "clear_item",
    "confirm_items",
    "decline_proposal",
    "end_agreement",
    "keep_check",
    "keep_red_flags",
    "keep_screening",
    "propose_cap",
    "propose_plan",
    "read_alarms",
    "repeat_screening",
    "return_session",
    "set_own_cap",
    "tell_session",
    "withdraw_clearance",
    "withdraw_session",
]
