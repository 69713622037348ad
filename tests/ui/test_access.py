"""Who is let in: names, origins, passwords, addresses."""

from base64 import b64encode

import pytest

from ui.server.access import (
    Credentials,
    access_to,
    credentials_from,
    hosts_from,
    is_public,
    read_credentials,
)
from ui.server.serving import Place, ServingError


def basic(text):
    return f"Basic {b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("served_on", "header", "expected"),
    [
        ("127.0.0.1", "127.0.0.1:7860", True),
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "LOCALHOST.:9000", True),
        ("127.0.0.1", "[::1]:7860", True),
        ("127.0.0.1", "plans.example", True),
        ("127.0.0.1", "proxy.example:8443", True),
        ("127.0.0.1", "192.168.1.5", False),
        ("192.168.1.5", "192.168.1.5:7860", True),
        ("0.0.0.0", "192.168.1.5:7860", True),  # the address that it came in on
        ("0", "192.168.1.5:7860", True),
        ("0.0.0.0", "192.168.1.6:7860", False),
        ("0.0.0.0", "0.0.0.0:7860", False),
        ("::", "[2001:db8::1]", False),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "localhost@evil.example", False),
        ("127.0.0.1", "localhost, evil.example", False),
        ("127.0.0.1", "localhost:port", False),
        ("127.0.0.1", "", False),
    ],
)
def test_a_host_is_one_of_the_names_of_the_page(served_on, header, expected):
    access = access_to(Place(served_on, 7860), ["plans.example", "Proxy.example:8443"])
    assert access.is_host_allowed(header, "192.168.1.5") is expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://localhost:7860", True),
        ("https://localhost:7860", True),
        ("http://localhost:3000", False),  # another program of this machine
        ("http://localhost", False),
        ("https://plans.example", True),
        ("https://plans.example:8443", False),
        ("http://evil.example", False),
        ("ftp://localhost:7860", False),
        ("null", False),
        ("", False),
    ],
)
def test_an_origin_is_the_page_itself(origin, expected):
    access = access_to(Place("127.0.0.1", 7860), ["plans.example"])
    assert access.is_origin_allowed(origin, "localhost:7860") is expected


@pytest.mark.parametrize("name", ["http://plans.example", "*", "*.example", "a b", "a/b", ""])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(ServingError, match=r"--allow-host plans\.example"):
        access_to(Place("127.0.0.1", 7860), [name])


def test_names_of_the_environment_are_parted_by_commas_or_spaces():
    assert hosts_from({"LANTIAN_HOSTS": "a.example, b.example c.example,"}) == [
        "a.example",
        "b.example",
        "c.example",
    ]
    assert hosts_from({}) == []


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        (basic("用户:pa:ss"), True),
        (basic("用户:pa:ss").replace("Basic", "basic"), True),
        (basic("用户:pa:s"), False),
        (basic("user:pa:ss"), False),
        (basic("用户"), False),
        (basic("用户:pa:ss").replace("Basic", "Bearer"), False),
        ("Basic ????", False),
        ("Basic", False),
        ("", False),
    ],
)
def test_a_password_is_given_or_not(authorization, expected):
    assert Credentials("用户", "pa:ss").is_given(authorization) is expected


@pytest.mark.parametrize("text", ["", "user", "user:", ":password", " : ", "user:a\nother:b"])
def test_what_is_no_user_and_password_is_refused(text):
    with pytest.raises(ServingError, match="user:password"):
        credentials_from(text)


def test_a_file_holds_user_and_password(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text("user:pa:ss\n", encoding="utf-8")
    assert read_credentials(file) == Credentials("user", "pa:ss")
    assert "pa:ss" not in repr(read_credentials(file))
    with pytest.raises(ServingError, match=r"missing\.txt"):
        read_credentials(tmp_path / "missing.txt")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", False),
        ("127.8.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.0", True),
        ("::", True),
        ("192.168.1.5", True),
        ("fe80::1%eth0", True),
    ],
)
def test_other_machines_reach_all_addresses_but_loopback(address, expected):
    assert is_public(address) is expected
