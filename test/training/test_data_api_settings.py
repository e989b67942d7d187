"""Where the data API is, and who asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from trainyard_training.data_api.settings import DataApiSettings
from trainyard_training.failure import Refusal


def test_a_token_comes_from_a_file_and_is_in_no_text(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("secret-token\n")
    env = {"TRAINYARD_DATA_API_URL": "https://api.example/base/", "TRAINYARD_DATA_API_TOKEN_FILE": str(file)}
    settings = DataApiSettings.read(env)
    assert (settings.url, settings.token) == ("https://api.example/base", "secret-token")
    assert "secret-token" not in repr(settings) + str(settings)


def test_a_token_comes_from_the_environment_where_no_file_is_named() -> None:
    env = {
        "TRAINYARD_DATA_API_URL": "http://[::1]:8000",
        "TRAINYARD_DATA_API_TOKEN": "t",
        "TRAINYARD_LOOPBACK_ONLY": "1",
    }
    assert DataApiSettings.read(env) == DataApiSettings("http://[::1]:8000", "t")


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "TRAINYARD_DATA_API_URL): it is not set"),
        ({"TRAINYARD_DATA_API_URL": "ftp://x"}, "it is no http(s) URL"),
        ({"TRAINYARD_DATA_API_URL": "http://user:hidden-word@x"}, "without a user in it"),
        ({"TRAINYARD_DATA_API_URL": "http://x.example", "TRAINYARD_LOOPBACK_ONLY": "1"}, "of this machine only"),
        ({"TRAINYARD_DATA_API_URL": "http://x"}, "neither it nor a token is set"),
        ({"TRAINYARD_DATA_API_URL": "http://x", "TRAINYARD_DATA_API_TOKEN_FILE": "/nowhere/token"}, "No such file"),
        ({"TRAINYARD_DATA_API_URL": "http://x", "TRAINYARD_DATA_API_TOKEN_FILE": "/dev/null"}, "the file is empty"),
    ],
)
def test_what_is_missing_is_named(env: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal) as refused:
        DataApiSettings.read(env)
    assert said in str(refused.value)
    assert "hidden-word" not in str(refused.value)
