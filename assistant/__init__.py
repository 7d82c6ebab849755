"""The dispute assistant: plain synchronous Python that knows no chat platform."""

__version__ = "0.1.0"
