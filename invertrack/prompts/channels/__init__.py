"""The ways by which a prompt comes: notifications and e-mail; each tells what became of a message."""

from .messages import Message, Outcome
from .push import BadEndpoint, public_key

__all__ = ["BadEndpoint", "Message", "Outcome", "public_key"]
