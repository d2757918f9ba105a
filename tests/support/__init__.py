"""What several test modules share: services, clocks, and observers of leaks."""
