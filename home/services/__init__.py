"""Everything that writes in this app. One subject a file."""

from home.services.events import write_event
from home.services.opening import (
    add_client,
    assign_clients,
    invite_founder,
    invite_known_founder,
    last_test_mail,
    leave_step_out,
    name_club,
    open_the_club,
    send_test_mail,
    take_step_up,
)
from home.services.steps import (
    FOUNDERS_WANTED,
    Step,
    founders_invited,
    is_opening_over,
    opening_steps,
)
from home.services.waves import (
    WAVE_LIMIT,
    end_wave,
    next_people,
    pause_wave,
    resume_wave,
    send_sample,
    send_wave,
    write_waiting,
)

__all__ = [
    "FOUNDERS_WANTED",
    "WAVE_LIMIT",
    "Step",
    "add_client",
    "assign_clients",
    "end_wave",
    "founders_invited",
    "invite_founder",
    "invite_known_founder",
    "is_opening_over",
    "last_test_mail",
    "leave_step_out",
    "name_club",
    "next_people",
    "open_the_club",
    "opening_steps",
    "pause_wave",
    "resume_wave",
    "send_sample",
    "send_test_mail",
    "send_wave",
    "take_step_up",
    "write_event",
    "write_waiting",
]
