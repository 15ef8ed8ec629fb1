"""Whom to trust: the operating system's certificate store. Also finds out who signed a certificate that was refused."""

import ssl


def make_context() -> ssl.SSLContext:
    """Makes the context that checks certificates against the operating system's store. Slow: not on the UI thread."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
