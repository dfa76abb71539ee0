"""The one redirect: to a host proven by its certificate, at the address that was checked, nowhere else."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from intake.telephony.faults import MediaFault
from intake.telephony.media import MediaSource
from intake.telephony.redirect import Target, is_public
from tests.integration.telephony.provider import SOUND, Answer, Provider


def a_certificate(folder: Path, host: str) -> Path:
    """A certificate of its own authority, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    file = folder / f"{host}.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)
    )
    return file


def over_tls(provider: Provider, certificate: Path) -> Provider:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    provider.server.socket = context.wrap_socket(provider.server.socket, server_side=True)
    return provider


def a_source(provider: Provider, **more: Any) -> MediaSource:
    base = provider.url.replace("127.0.0.1", "localhost")
    path = "/Accounts/{account}/Recordings/{recording}.wav"
    return MediaSource(
        base=base, path=path, account="AC1", token="secret", hosts=frozenset({"storage.example"}),
        size_limit=1_000_000, **more,
    )  # fmt: skip


@pytest.mark.parametrize(("certified", "trusted", "reason"), [
    ("localhost", True, None), ("localhost", False, "unreachable"), ("other.example", True, "unreachable"),
])  # fmt: skip
def test_storage_must_prove_by_certificate_that_it_is_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certified: str, trusted: bool, reason: str | None
) -> None:
    certificate = a_certificate(tmp_path, certified)
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with over_tls(Provider(Answer()), certificate) as storage:
        there = {"Location": f"https://localhost:{storage.port}/sound?sig=1"}
        with Provider(Answer(status=302, headers=there)) as provider:
            source = a_source(provider, look_up=lambda host, port: ["127.0.0.1"])
            if reason is None:
                assert source.fetch("RE1", tmp_path / "sound").size == len(SOUND)
                assert (storage.asked[0].path, storage.asked[0].authorization) == ("/sound?sig=1", None)
            else:
                with pytest.raises(MediaFault) as caught:
                    source.fetch("RE1", tmp_path / "sound")
                assert (caught.value.reason, storage.asked) == (reason, [])


def test_the_next_address_is_tried_where_one_does_not_answer(tmp_path: Path) -> None:
    with Provider(Answer()) as storage:
        there = {"Location": f"http://localhost:{storage.port}/sound"}
        with Provider(Answer(status=302, headers=there)) as provider:
            source = a_source(provider, look_up=lambda host, port: ["127.0.0.2", "127.0.0.1"])
            assert source.fetch("RE1", tmp_path / "sound").size == len(SOUND)


def test_a_redirect_never_leads_from_https_to_http() -> None:
    with pytest.raises(MediaFault):
        Target.of("http://storage.example/x", "https://api.example", frozenset({"storage.example"}))
    assert (
        Target.of("https://storage.example/x", "https://api.example", frozenset({"storage.example"})).port
        == 443
    )


@pytest.mark.parametrize(
    "location", ["https://[bad", "https://[::1", "//storage.example:x/", "https:///x", "", "\\\\x"]
)
def test_an_unreadable_redirect_is_a_fault_and_no_crash(tmp_path: Path, location: str) -> None:
    there = Answer(status=302, headers={"Location": location})
    with Provider(there) as provider, pytest.raises(MediaFault):
        a_source(provider, look_up=lambda host, port: []).fetch("RE1", tmp_path / "sound")


@pytest.mark.parametrize("address", [
    "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
])  # fmt: skip
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "255.255.255.255", "224.0.0.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",
    "2002:a00:1::", "2002:7f00:1::", "2001:db8::1",
])  # fmt: skip
def test_no_private_address_passes_for_a_public_one_however_it_is_wrapped(address: str) -> None:
    assert not is_public(address)
