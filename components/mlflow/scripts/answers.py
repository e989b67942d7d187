"""Whether the server answers a query through its authentication, and so reaches both databases. Exit code 0 if it does."""

import base64
import os
import sys
import urllib.request

url = "http://127.0.0.1:5000/api/2.0/mlflow/experiments/search?max_results=1"
user = f"{os.environ['MLFLOW_AUTH_ADMIN_USERNAME']}:{os.environ['MLFLOW_AUTH_ADMIN_PASSWORD']}"
request = urllib.request.Request(url, headers={"Authorization": "Basic " + base64.b64encode(user.encode()).decode()})
try:
    with urllib.request.urlopen(request, timeout=8) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    sys.exit(f"not ready: {error}")
