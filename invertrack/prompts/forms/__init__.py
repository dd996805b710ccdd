"""What the settings page of prompts asks."""

from .settings import EXTRA_TIMES, PauseForm, PromptsForm, initial

__all__ = ["EXTRA_TIMES", "PauseForm", "PromptsForm", "initial"]
