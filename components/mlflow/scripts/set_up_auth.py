"""Brings the database of users to this version of MLflow, and the administrator to the name and password of the environment."""

import os

from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore

name = os.environ["MLFLOW_AUTH_ADMIN_USERNAME"]
password = os.environ["MLFLOW_AUTH_ADMIN_PASSWORD"]
store = SqlAlchemyStore()
store.init_db(os.environ["AUTH_DATABASE_URI"])
if store.has_user(name):
    store.update_user(name, password=password, is_admin=True)
else:
    store.create_user(name, password, is_admin=True)
print(f"set-up: users are up to date, {name} is their administrator")
