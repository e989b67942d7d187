"""The client of the data API over real HTTP: pages, repeats, and what a no means."""

from __future__ import annotations

import socket

import pytest
from data_api_state import TOKEN, Fault, State
from trainyard_training.data_api import DataApi, DataApiError, DataApiSettings


def test_pages_are_followed_to_their_end_and_names_are_sent_as_they_are(state: State, api: DataApi) -> None:
    state.rows = {f"ខ្មែរ/{n} +&": {"f:ក": str(n)} for n in range(5)} | {"other": {"f:q": "x"}}
    rows = list(api.rows("space:name", "ខ្មែរ/", ["f:ក", "g"]))
    assert [(row.key, row.cells[0].value) for row in rows] == [(f"ខ្មែរ/{n} +&", str(n)) for n in range(5)]
    asked = state.requests("GET", "/v1/tables/space%3Aname/rows")
    assert [one.query.get("pageToken") for one in asked] == [None, ["2"], ["4"]]
    assert all(one.query["columns"] == ["f:ក", "g"] and one.query["prefix"] == ["ខ្មែរ/"] for one in asked)


def test_rows_are_written_in_bounded_batches_and_a_refused_one_is_a_failure(state: State, api: DataApi) -> None:
    api.put_rows("t", {f"k{n:04}": {"f:q": "ក"} for n in range(1100)})
    assert len(state.rows) == 1100
    assert len(state.requests("POST", "/v1/tables/t/rows/batch")) == 3
    with pytest.raises(DataApiError, match="not this row"):
        api.put_rows("t", {"refused": {"f:q": "x"}})


def test_a_call_that_is_put_off_is_sent_again_after_the_time_that_was_said(state: State, api: DataApi) -> None:
    state.faults = [
        Fault("GET", "/v1/sessions/current", 429, "3"),
        Fault("GET", "/v1/sessions/current", 503, "7000"),
        Fault("GET", "/v1/sessions/current", 500),
    ]
    assert api.whoami().role == "writer"
    assert state.waited == [3, 20, 2]


def test_a_service_that_stays_away_is_given_up_after_bounded_tries(state: State, api: DataApi) -> None:
    state.faults = [Fault("GET", "/v1/metadata", 503, "1")] * 9
    with pytest.raises(DataApiError) as failed:
        api.metadata("/a")
    assert (failed.value.kind, failed.value.status, failed.value.tries) == ("away", 503, 4)
    assert len(state.requests("GET", "/v1/metadata")) == 4
    assert "the test wants it so" in failed.value.why


def test_a_lost_answer_is_asked_for_again(state: State, api: DataApi) -> None:
    state.faults = [Fault("GET", "/v1/metadata", after=True)]
    assert api.metadata("/a") is None
    assert len(state.requests("GET", "/v1/metadata")) == 2


def test_nobody_there_is_said_with_address_and_no_token() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: refused
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        waits: list[float] = []
        patience = State(waited=waits).patience
        with DataApi(DataApiSettings(url, TOKEN), patience) as api, pytest.raises(DataApiError) as failed:
            api.whoami()
    assert (failed.value.kind, failed.value.status, failed.value.on) == ("away", 0, url)
    assert "GET /health" in failed.value.todo
    assert len(waits) == 3
    assert TOKEN not in str(failed.value)


def test_a_reader_that_writes_is_told_what_on_what_why_and_what_to_do(state: State, api: DataApi) -> None:
    state.role = "reader"
    with pytest.raises(DataApiError) as failed:
        api.put_rows("t", {"k": {"f:q": "x"}})
    assert failed.value.kind == "refused"
    assert failed.value.what == 'could not write rows of "t"'
    assert failed.value.on == state.url
    assert failed.value.why == "the data API answered 403: needs the role writer"
    assert "role may do this" in failed.value.todo


def test_a_wrong_token_is_refused_at_once_and_shown_nowhere(state: State) -> None:
    with (
        DataApi(DataApiSettings(state.url, "wrong-token"), state.patience) as api,
        pytest.raises(DataApiError) as failed,
    ):
        api.metadata("/a")
    assert failed.value.status == 401
    assert "wrong-token" not in str(failed.value)
    assert len(state.seen) == 1


def test_a_table_whose_answer_was_lost_is_made_and_one_of_somebody_else_is_not(state: State, api: DataApi) -> None:
    state.role = "admin"
    state.faults = [Fault("POST", "/v1/tables", after=True)]
    api.make_table("s:t", ["f"])
    assert state.tables == ["s:t"]
    with pytest.raises(DataApiError) as failed:
        api.make_table("s:t", ["f"])
    assert (failed.value.kind, failed.value.tries) == ("changed", 1)
