"""A receiver of events: a real https server on this machine, with a certificate of its own authority."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from intake.api.courier import Courier

HOST = "receiver.example"


@dataclass
class Receiver:
    """What came in, and what is answered: the next of `codes`, the last one for ever."""

    port: int
    authority: Path
    codes: list[int] = field(default_factory=lambda: [204])
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/events?from=hotline"

    def courier(self, **changes: Any) -> Courier:
        """One that finds the receiver's name on this machine."""
        usual: dict[str, Any] = {
            "look_up": lambda host, port: ["127.0.0.1"],
            "permitted": lambda address: address == "127.0.0.1",
            "authorities": lambda url: str(self.authority),
        }
        return Courier(**(usual | changes))


@contextmanager
def receiving(folder: Path, host: str = HOST) -> Iterator[Receiver]:
    """A receiver until the block ends."""
    key_file, file = certificate(folder, host)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append((self.path, dict(self.headers.items()), body))
            code = receiver.codes.pop(0) if len(receiver.codes) > 1 else receiver.codes[0]
            self.send_response(code)
            if code == 302:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(file, key_file)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(port=server.server_address[1], authority=file)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Files of a key and of its self-signed certificate for a host."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file, file = folder / f"{host}.key", folder / f"{host}.pem"
    pem = serialization.Encoding.PEM
    key_file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    file.write_bytes(made.public_bytes(pem))
    return key_file, file
