"""Tell the log, `on_attempt` and tracers of calls and of their attempts."""
