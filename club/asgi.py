"""ASGI entry point: what uvicorn serves."""

import os
import warnings

from django.core.asgi import get_asgi_application

# Static files are read in a thread; Django would say so once in each process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings.base")
application = get_asgi_application()
