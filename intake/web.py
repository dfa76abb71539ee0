"""The web application: every room with addresses, on the collaborators that `wiring.py` makes."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from intake.api.routes import api_blueprint
from intake.config import Settings, load
from intake.console.room import console_blueprint
from intake.desk.services import Services
from intake.edge import register_edge
from intake.simulator.routes import simulator_blueprint
from intake.sms.routes import sms_blueprint
from intake.status.routes import status_blueprint
from intake.voice.audio import audio_blueprint
from intake.voice.routes import voice_blueprint
from intake.wiring import wire
from intake.words import LANGUAGES, words


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The WSGI application. Starts no thread and asks nobody over the network."""
    services = services or wire(settings or load(os.environ))
    for language in LANGUAGES:
        words(language)  # here, so that no caller waits for it
    app = Flask("intake", static_folder=None, template_folder=str(Path(__file__).parent / "templates"))
    app.extensions["hotline"] = services
    app.secret_key = services.settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.register_blueprint(voice_blueprint(services))
    app.register_blueprint(sms_blueprint(services))
    app.register_blueprint(audio_blueprint(services))
    app.register_blueprint(console_blueprint(services))
    app.register_blueprint(status_blueprint(services))
    app.register_blueprint(api_blueprint(services))
    if services.settings.demo:
        app.register_blueprint(simulator_blueprint(services.settings))
    register_edge(app, services)
    return app
