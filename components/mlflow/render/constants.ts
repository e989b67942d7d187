/** Port of the server. */
export const PORT = 5000;
/** Where the configuration with its secrets is mounted. */
export const CONFIG_DIR = "/etc/mlflow";
/** Keys of the Secret. */
export const SERVICES_KEY = "pg_service.conf";
export const AUTH_KEY = "basic_auth.ini";
export const ADMIN_PASSWORD_KEY = "admin-password";
export const FLASK_KEY = "flask-secret";
/** Where the artifacts' claim is mounted. */
export const ARTIFACTS_DIR = "/artifacts";
/** Where scripts are mounted. */
export const SCRIPTS_DIR = "/scripts";
/** The databases: addresses and passwords stand in the services file that libpq reads, never in a URI, an argument or a log. */
export const DATABASE_URI = "postgresql+psycopg2:///?service=tracking";
export const AUTH_DATABASE_URI = "postgresql+psycopg2:///?service=auth";
