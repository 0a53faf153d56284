"""Which addresses may be told of events. Names are looked up as the machine's own resolver answers; the answers are given."""

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from agencies.refusals import Refusal
from integrations.subscriptions import addresses

PUBLIC = "93.184.216.34"
Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Says which addresses a name has, whatever is asked for."""

    def answer(*found: str) -> None:
        def resolve(host: str, port: int, **how: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return answer


def test_a_public_address_over_https_is_pinned_to_what_its_name_says_now(names: Names) -> None:
    names(PUBLIC)

    found = addresses.check("https://crm.example/hooks?key=1")

    assert found == addresses.Target("https", "crm.example", 443, PUBLIC, "/hooks?key=1")
    assert found.host_header == "crm.example"
    assert addresses.check("https://crm.example:8443").host_header == "crm.example:8443"
    assert addresses.check("https://[2606:2800:220:1::1]/").host == "2606:2800:220:1::1"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("10.1.2.3", id="private"),
        pytest.param("172.16.0.1", id="private too"),
        pytest.param("192.168.1.1", id="home"),
        pytest.param("100.64.0.1", id="carrier"),
        pytest.param("169.254.169.254", id="metadata"),
        pytest.param("168.63.129.16", id="metadata with a public number"),
        pytest.param("0.0.0.0", id="this host"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("192.0.2.1", id="documentation"),
        pytest.param("::1", id="loopback 6"),
        pytest.param("fe80::1%eth0", id="link 6"),
        pytest.param("fd00:ec2::254", id="metadata 6"),
        pytest.param("fec0::1", id="site 6"),
        pytest.param("feff::1", id="site 6 too"),
        pytest.param("ff02::1", id="multicast 6"),
        pytest.param("::ffff:10.0.0.1", id="mapped"),
        pytest.param("64:ff9b::a00:1", id="NAT64"),
        pytest.param("2002:a00:1::", id="6to4"),
        pytest.param("2001:0:4136:e378:8000:63bf:f5ff:fffe", id="Teredo"),
    ],
)
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_one(names: Names, address: str) -> None:
    for found in ([address], [PUBLIC, address]):
        names(*found)

        with pytest.raises(Refusal) as refused:
            addresses.check("https://crm.example/")

        assert refused.value.code == "bad_address"
        assert "private network" in refused.value.message


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://crm.example/", id="plain http"),
        pytest.param("ftp://crm.example/", id="another protocol"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("//crm.example/", id="no protocol"),
        pytest.param("https://", id="no host"),
        pytest.param("https://:443/", id="a port alone"),
        pytest.param("https://user:password@crm.example/", id="credentials"),
        pytest.param("https://@crm.example/", id="empty credentials"),
        pytest.param("https://crm.example/#part", id="a fragment"),
        pytest.param("https://crm.example:22/", id="port 22"),
        pytest.param("https://crm.example:0/", id="port 0"),
        pytest.param("https://crm.example:99999/", id="no port"),
        pytest.param("https://crm.example/ x", id="a blank"),
        pytest.param("https://crm.example/\r\nHost: inside", id="a line"),
        pytest.param("https://crm.example/\x7f", id="what cannot be printed"),
        pytest.param("https://crm.exämple/", id="not ASCII"),
        pytest.param("https://[::1", id="half an address"),
        pytest.param("https://crm.example/" + "x" * 500, id="too long"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_address_of_another_form_is_refused(names: Names, url: str) -> None:
    names(PUBLIC)

    with pytest.raises(Refusal) as refused:
        addresses.check(url)

    assert refused.value.code == "bad_address"


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "017700000001", "localhost", "[::1]", "127.0.0.1"]
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(Refusal):
        addresses.check(f"https://{host}/")


def test_a_name_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        addresses.check("https://no-such-host.invalid/")

    assert "no host called no-such-host.invalid" in refused.value.message


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **how: is_over.wait(60))
    monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.05)

    with pytest.raises(Refusal) as refused:
        addresses.check("https://crm.example/")
    is_over.set()

    assert "No name server told where crm.example is" in refused.value.message


def test_where_all_agencies_are_trusted_other_addresses_may_be_told(names: Names, settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    names("10.0.0.7")

    assert addresses.check("http://crm.internal:8080/x") == addresses.Target(
        "http", "crm.internal", 8080, "10.0.0.7", "/x"
    )
    with pytest.raises(Refusal):
        addresses.check("http://user:password@crm.internal/")


def test_while_developing_plain_http_reaches_this_machine_and_nothing_else(names: Names, settings: Any) -> None:
    settings.DEBUG = True

    names("127.0.0.1")
    assert addresses.check("http://localhost:9000/").port == 9000
    for found in ("10.0.0.7", PUBLIC):
        names(found)
        with pytest.raises(Refusal):
            addresses.check("http://crm.example/")
