"""Commands run inside the tests' own process."""

from index.__main__ import main


def failed(capsys, *arguments):
    """What a command that must fail says."""
    assert main([str(argument) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert printed.err.count("\n") == 1
    return printed.err
