"""Advice: pure rules over facts, each with the source that it rests on."""
