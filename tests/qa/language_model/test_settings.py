"""The variables that name a language model."""

import pytest

from qa import LanguageModel, LanguageModelError, language_model_from

URL = "http://127.0.0.1:11434/v1/chat/completions"
SECRET = "sk-secret"


def read(**values):
    return language_model_from({f"LANTIAN_LLM_{name}": value for name, value in values.items()})


def test_nothing_is_named():
    assert read() is None
    assert read(MODEL="m", KEY=SECRET, TIMEOUT="nonsense") is None


def test_a_model_is_named():
    assert read(URL=f" {URL} ", MODEL=" qwen3:8b ") == LanguageModel(URL, "qwen3:8b")
    model = read(URL="https://llm.example/v1/chat/completions", MODEL="m", KEY=SECRET, TIMEOUT="5")
    assert (model.key, model.timeout_s) == (SECRET, 5.0)
    assert "secret" not in repr(model)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"URL": "127.0.0.1:11434/v1/chat/completions"}, "URL"),
        ({"URL": "ftp://llm.example/v1"}, "URL"),
        ({"URL": "file:///etc/passwd"}, "URL"),
        ({"URL": "http://"}, "URL"),
        ({"URL": "http://llm.example:port/v1"}, "URL"),
        ({"URL": "http://llm.example:0/v1"}, "URL"),
        ({"URL": "http://[::1/v1"}, "URL"),
        ({"URL": "http://llm.example/v 1"}, "URL"),
        ({"URL": f"http://user:{SECRET}@llm.example/v1"}, "URL"),
        ({"MODEL": ""}, "MODEL"),
        ({"MODEL": "a\x1bb"}, "MODEL"),
        ({"KEY": f"{SECRET}\r\nX-Other: 1"}, "KEY"),
        ({"KEY": f"{SECRET}密"}, "KEY"),
        ({"TIMEOUT": "soon"}, "TIMEOUT"),
        ({"TIMEOUT": "0"}, "TIMEOUT"),
        ({"TIMEOUT": "-1"}, "TIMEOUT"),
        ({"TIMEOUT": "nan"}, "TIMEOUT"),
        ({"TIMEOUT": "inf"}, "TIMEOUT"),
        ({"TIMEOUT": "601"}, "TIMEOUT"),
    ],
)
def test_a_mistake_names_its_variable_and_tells_no_secret(values, named):
    with pytest.raises(LanguageModelError) as raised:
        read(**{"URL": URL, "MODEL": "m", **values})
    assert str(raised.value).startswith(f"LANTIAN_LLM_{named}: ")
    assert SECRET not in str(raised.value)
