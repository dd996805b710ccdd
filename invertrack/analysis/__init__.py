"""Arithmetic on plain values: no Django, no user, no row, no request, no clock."""
