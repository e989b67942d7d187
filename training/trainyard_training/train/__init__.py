"""From a corpus folder and a recipe to a model, its metrics and its curve."""
