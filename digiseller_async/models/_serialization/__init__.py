"""Turn models into plain values, JSON and flat rows, and read them back; describe them to pydantic.

Every model is read and written by its attrs fields, so a new one needs nothing here.
"""
