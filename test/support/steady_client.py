"""Calls MLflow all the time and without a retry until /tmp/stop is there, then prints as JSON what it was answered.

Two habits side by side: a connection for each call, and one connection that is kept. Every call is a real one: a search, a metric
that is written and read back, an artifact that is put and got again.
"""

import json
import os
import threading
import time

import requests

SERVER = f"http://{os.environ['SERVER_HOST']}:{os.environ['SERVER_PORT']}"
USER = (os.environ["SERVER_USERNAME"], os.environ["SERVER_PASSWORD"])
STOP = "/tmp/stop"


class Caller:
    """One habit: how many calls were answered, and every failure with its time."""

    def __init__(self, name, session):
        self.name, self.session, self.calls, self.failures = name, session, 0, []

    def ask(self, method, path, body=None):
        content = {"json": body} if isinstance(body, dict) else {"data": body}
        # A busy machine is slow; only what is refused, broken or wrong is a failure.
        answer = self.session.request(method, f"{SERVER}/api/2.0/{path}", auth=USER, timeout=120, **content)
        if answer.status_code != 200:
            raise OSError(f"{answer.status_code} {answer.text[:200]!r}")
        self.calls += 1
        return answer.content

    def run(self, work):
        step = 0
        while not os.path.exists(STOP):
            step += 1
            try:
                work(self, step)
            except OSError as error:
                self.failures.append(f"{time.strftime('%H:%M:%S')} step {step}: {type(error).__name__} {error}")
            time.sleep(0.1)


def new_run(caller):
    name = f"steady-{caller.name}-{time.time_ns()}"
    experiment = json.loads(caller.ask("POST", "mlflow/experiments/create", {"name": name}))["experiment_id"]
    run = json.loads(caller.ask("POST", "mlflow/runs/create", {"experiment_id": experiment, "start_time": 1}))
    return experiment, run["run"]["info"]["run_id"]


def writes_and_reads(caller, step, experiment, run_id):
    caller.ask("GET", "mlflow/experiments/search?max_results=1")
    metric = {"run_id": run_id, "key": "step", "value": step, "timestamp": step, "step": step}
    caller.ask("POST", "mlflow/runs/log-metric", metric)
    found = json.loads(caller.ask("GET", f"mlflow/runs/get?run_id={run_id}"))["run"]["data"]["metrics"]
    if [point["value"] for point in found] != [step]:
        raise OSError(f"step {step} was taken and is not there: {found}")
    place = f"mlflow-artifacts/artifacts/{experiment}/{run_id}/artifacts/{step % 20}.txt"
    content = f"step {step}\n".encode() * 1000
    caller.ask("PUT", place, content)
    if caller.ask("GET", place) != content:
        raise OSError(f"artifact {step % 20} is not what was put there")


def main():
    fresh = requests.Session()
    fresh.headers["Connection"] = "close"
    callers = [Caller("fresh", fresh), Caller("kept", requests.Session())]
    threads = []
    for caller in callers:
        experiment, run_id = new_run(caller)
        work = lambda one, step, place=(experiment, run_id): writes_and_reads(one, step, *place)  # noqa: E731
        threads.append(threading.Thread(target=caller.run, args=(work,)))
    for thread in threads:
        thread.start()
    print("steady", flush=True)
    for thread in threads:
        thread.join()
    print(json.dumps({caller.name: {"calls": caller.calls, "failures": caller.failures} for caller in callers}))


main()
