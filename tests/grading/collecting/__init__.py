"""Collecting downloads."""
