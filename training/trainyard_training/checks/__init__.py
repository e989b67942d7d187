"""What can be said about a recipe before anything is started or paid for."""
