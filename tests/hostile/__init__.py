"""A server that means ill, the operations that meet it, and what each of them must come to.

The server is a process of its own and speaks raw bytes. What it does is a pure function of a call's
number and of how often that call was sent: `behaviour` gives the name of a fault or none, and
`FAULTS` says what that fault is. **Another fault is one line**, in `faults_wire` or `faults_said`:
what a client should take it for (`Means`), whether the effect is done, and what goes over the wire:

    "teapot": Fault(Means.FAILED, answering(418, b"short and stout")),
    "mute": Fault(Means.LATE, saying(End.HANG), done=True),

How calls of each class must end is one table for all faults, `means.ENDS`; where a carrier cannot
know better, the fault says so (*but*). The matrix
(`test_hostile_matrix.py`) and the soak (``python -m hostile.soak``) take it from there.
"""
