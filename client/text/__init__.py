"""Untrusted text made safe. Pure functions: no network, no files, no Qt."""
