"""Code that several test modules share: clocks, clients, services, and recorders of leaks."""
