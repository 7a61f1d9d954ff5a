"""The days: their order, their lessons, and how far somebody has come."""

from workings.lessons.path import Day, days, get_day

__all__ = ["Day", "days", "get_day"]
