import pytest

from index import PlanIndex
from index.__main__ import main
from tests.index.encoders import HashingEncoder


@pytest.fixture
def encoder(monkeypatch):
    """The model of the commands: vectors that mean nothing, and none is loaded."""
    encoder = HashingEncoder()
    monkeypatch.setattr("index.search.LateEncoder", lambda: encoder)
    return encoder


@pytest.fixture
def command(encoder, corpus, folder, capsys):
    """Runs a command on the corpus of two short plans; returns its exit code and what it says."""
    places = {"--corpus": str(corpus), "--index": str(folder)}

    def run(name, *arguments, expected=0):
        given = [str(argument) for argument in arguments]
        for option, place in places.items():
            if not (name == "list" and option == "--corpus"):
                given += [option, place]
        code = main([name, *given])
        printed = capsys.readouterr()
        assert code == expected, printed.err
        return printed.out + printed.err

    return run


@pytest.fixture
def held(folder, encoder):
    """Returns the ids of the plans that the index has."""

    def ids():
        return [head.id for head in PlanIndex.open(folder, encoder=encoder).heads()]

    return ids
