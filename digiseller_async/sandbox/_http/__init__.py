"""HTTP: routes, arguments and bodies, answers, faults, and the server; it knows no operation."""
