from config import Settings
from trainee_app.app import create_app

app = create_app(Settings.from_environment())
