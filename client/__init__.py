"""Belfry, a multi-column desktop client for people who keep watch over what a town says."""

__version__ = "0.1.0"
