"""What is looked for, and how a change reaches the children it can matter to."""

from minorcare.rules.definitions import Risk, Rule, Scheme

__all__ = ["Risk", "Rule", "Scheme"]
