"""Somebody leaves for good: the marks that name them in posts name a former member."""

import re

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import ClubSettings, User
from forum.models import Mention, Post
from forum.services.spreading import index_posts


@transaction.atomic
def unname_mentions(person: User) -> int:
    """Replace the person's name in every post that names them with @; returns how many posts.

    The link to their page is the sure sign of who is meant, however the name was typed.
    """
    with translation.override(ClubSettings.load().language):
        former = _("former member")
    named = Mention.objects.filter(person=person).values_list("post_id", flat=True)
    changed = [
        post.pk
        for post in Post.objects.filter(pk__in=list(named)).iterator(chunk_size=200)
        if _unname(post, person, former)
    ]
    Mention.objects.filter(person=person).delete()
    index_posts(changed)
    return len(changed)


def _unname(post: Post, person: User, former: str) -> bool:
    url = re.escape(escape(reverse("members:person-detail", args=[person.pk])))
    mark = re.compile(rf'<a href="{url}"[^>]*>(?:<b>)?@([^<]+)(?:</b>)?</a>')
    written = {*mark.findall(post.body_html), escape(person.full_name)}
    html = mark.sub(f"<b>@{former}</b>", post.body_html)
    text = post.body_md
    for name in written:
        html = re.sub(rf"@{re.escape(name)}(?!\w)", f"@{former}", html, flags=re.IGNORECASE)
        plain = name.replace("&#x27;", "'").replace("&amp;", "&")
        text = re.sub(rf"@{re.escape(plain)}(?!\w)", f"@{former}", text, flags=re.IGNORECASE)
    if (html, text) == (post.body_html, post.body_md):
        return False
    post.body_html, post.body_md = html, text
    post.save(update_fields=["body_html", "body_md"])
    return True
