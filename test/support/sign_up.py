"""Signs a user up through MLflow's form: it is loaded from one server and sent to another, as a browser behind a Service does.

usage: sign_up.py FORM_HOST SUBMIT_HOST USERNAME. The administrator's name and password come by the environment. Prints the statuses
of form, submission and of the new user's own request to each server.
"""

import base64
import os
import re
import sys

import requests

form_host, submit_host, username = sys.argv[1:]
admin = (os.environ["MLFLOW_AUTH_ADMIN_USERNAME"], os.environ["MLFLOW_AUTH_ADMIN_PASSWORD"])
HOST = {"Host": "localhost:5000"}  # pods are asked by address, which is no allowed name

session = requests.Session()
form = session.get(f"http://{form_host}:5000/signup", auth=admin, headers=HOST, timeout=60)
token = re.search(r'name="csrf_token" value="([^"]+)"', form.text).group(1)
cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
password = base64.b32encode(os.urandom(15)).decode()
sent = requests.post(
    f"http://{submit_host}:5000/api/2.0/mlflow/users/create-ui",
    data={"username": username, "password": password, "csrf_token": token},
    headers={**HOST, "Cookie": cookies},
    auth=admin,
    timeout=60,
)
own = [
    requests.get(
        f"http://{host}:5000/api/2.0/mlflow/users/get?username={username}",
        headers=HOST,
        auth=(username, password),
        timeout=60,
    ).status_code
    for host in (form_host, submit_host)
]
print(form.status_code, sent.status_code, *own)
