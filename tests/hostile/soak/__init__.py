"""Soak the client in calls to the hostile service: ``python -m hostile.soak`` prints figures."""
