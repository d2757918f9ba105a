"""Give the server a certificate for this machine, and its clients a context that trusts it.

The certificate protects nothing: its private key is published with the package. It is valid for
127.0.0.1, ::1 and localhost, and never expires. The key of the authority that issued it was thrown
away, so whoever trusts the authority trusts no other server. ``tests/support/certificates/make.sh``
made both.
"""

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import as_file, files

from .server import Certificate

_FOLDER = files(str(__package__)) / "certificate"


@contextmanager
def certificate_files() -> Generator[Certificate]:
    """Give the paths of the certificate and its key while they are needed.

    A package that is imported from a ZIP file has paths only meanwhile.
    """
    with as_file(_FOLDER / "server.pem") as path:
        yield str(path), str(path)


def client_context() -> ssl.SSLContext:
    """Return a context that trusts the sandbox's certificate, and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=(_FOLDER / "authority.pem").read_text("ascii"))
    return context
