"""What the settings pages of prompts and of the contact ask."""

from .contact import ContactForm
from .settings import EXTRA_TIMES, PauseForm, PromptsForm, initial

__all__ = ["EXTRA_TIMES", "ContactForm", "PauseForm", "PromptsForm", "initial"]
