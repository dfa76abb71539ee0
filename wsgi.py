"""The application for a WSGI server: `gunicorn wsgi:app`. Settings come from the environment."""

from intake import create_app

app = create_app()
