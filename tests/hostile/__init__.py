"""Test the client against a hostile service: every fault, every effect, over each transport.

The service is a process of its own and speaks raw bytes. What it does is a pure function of a
call's number and of how often that call was sent: `behaviour` gives the name of a fault or none,
and `FAULTS` says what that fault is. **A new fault is one line**, in `connection_faults`,
`status_faults` or `document_faults`: what it means to a client (`Meaning`), what goes over the
wire, and whether the call takes effect:

    "teapot": Fault(Meaning.REFUSED, responding(418, b"short and stout")),
    "mute": Fault(Meaning.LATE, sending(End.HANG), takes_effect=True),

What can only go wrong over TLS is there too (``needs_tls``), or in `handshake_faults`. Bytes that
follow each other go out in one packet, over TLS in a record each; `Raw` bytes go past TLS:

    "forged_record": broken_tls(Raw(_FORGED)),
    "handshake_reset": Handshake(Meaning.NOT_SENT, (End.RESET,)),

How calls of each class of effects must end is one table for all faults, `expectations.EXPECTED`;
where a transport cannot know better, the fault says so (*overrides*). The matrix
(`test_hostile_matrix.py`) and the soak (``python -m hostile.soak``) read both.
"""
