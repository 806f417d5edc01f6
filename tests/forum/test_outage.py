"""While Redis is away discussions go on; only what it counts is not counted."""

import pytest

from forum.views.access import WRITES_A_MINUTE
from tests.forum import made

pytestmark = pytest.mark.django_db(transaction=True)
#: A port at which nobody listens.
NOWHERE = "redis://127.0.0.1:9/0"


@pytest.fixture
def redis_away(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": NOWHERE,
        }
    }
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [NOWHERE]},
        }
    }


def test_writing_and_reading_go_on(member_a, member_b, client_for, redis_away):
    thread = made.thread(member_a)
    writer, reader = client_for(member_b), client_for(member_a)
    address = thread.get_absolute_url()
    for n in range(WRITES_A_MINUTE + 1):
        assert writer.post(f"{address}reply/", {"text": f"Answer {n}"}).status_code == 302
    assert f"Answer {WRITES_A_MINUTE}" in reader.get(address).content.decode()
    found = reader.get(f"{address}log/?after={thread.last_seq}").json()["events"]
    assert len(found) == WRITES_A_MINUTE + 1
