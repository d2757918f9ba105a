"""Stop a call at each point where it waits, to cancel it or let its deadline pass there."""
