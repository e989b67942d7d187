"""A data API over HTTP: files, snapshots, rows. `generated` is made from its description; the rest speaks to it."""

from trainyard_training.data_api.client import DataApi
from trainyard_training.data_api.failure import DataApiError
from trainyard_training.data_api.settings import DataApiSettings

__all__ = ["DataApi", "DataApiError", "DataApiSettings"]
