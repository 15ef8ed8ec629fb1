"""Certificates made on the spot: an authority that a test may trust, and server contexts that are right or wrong on purpose."""

import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """Signs certificates under a name. `organisation` is part of the issuer's name."""

    def __init__(self, name: str = "Meerdam Test Authority", organisation: str = "Gemeente Meerdam") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name(
            [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, name)]
        )
        builder = self._builder(self._name, self._key, -DAY, 30 * DAY)
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(usage, critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        self._certificate = builder.sign(self._key, hashes.SHA256())

    def trusting(self) -> ssl.SSLContext:
        """A client context that trusts this authority and nobody else."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self._certificate.public_bytes(serialization.Encoding.PEM).decode())
        return context

    def serving(
        self, host: str = "127.0.0.1", *, valid_from: timedelta = -DAY, valid_for: timedelta = 10 * DAY
    ) -> ssl.SSLContext:
        """A server context with a certificate for `host`, valid from now plus `valid_from`."""
        certificate, key = self.issue(host, valid_from, valid_for)
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "server.pem"
            path.write_bytes(certificate.public_bytes(pem) + private)
            context.load_cert_chain(path)
        return context

    def issue(
        self, host: str, valid_from: timedelta = -DAY, valid_for: timedelta = 10 * DAY
    ) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        """Signs a certificate for a host name or address."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        builder = self._builder(subject, key, valid_from, valid_for)
        builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = builder.add_extension(authority, critical=False)
        return builder.sign(self._key, hashes.SHA256()), key

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, valid_from: timedelta, valid_for: timedelta
    ) -> x509.CertificateBuilder:
        start = datetime.now(UTC) + valid_from
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        return builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + valid_for)
