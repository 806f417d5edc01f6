"""One thread: its page, its log, its permanent addresses, and beginning one."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BigAutoField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audience import Viewer
from accounts.viewer import PerViewer
from club.lib.prepared import Param
from forum import rules, services
from forum.enums import TellLevel
from forum.forms import PostForm, ThreadForm
from forum.live import TOPIC
from forum.markdown import excerpt, quote
from forum.models import Post, Thread
from forum.models.sight import Byline, PostSight, byline_of, see_posts
from forum.rules import PostRefused
from forum.views.access import count_write, get_category, get_thread, viewer_of
from notifications.views.log import answer_log

PEOPLE_SHOWN = 6


@require_safe
def thread_detail(request: HttpRequest, category: str, thread_id: int, slug: str) -> HttpResponse:
    """Fifty posts, by page; `?unread` leads to the first one that is new, `?quote=` quotes one."""
    thread = get_thread(request, category, thread_id)
    if "unread" in request.GET:
        return redirect(thread.url_of_number(first_unread(thread)))
    if slug != thread.slug:
        return redirect(f"{thread.get_absolute_url()}{_query(request)}")
    form = PostForm(initial={"key": uuid.uuid4(), "text": _quoted(request, thread)})
    return show_thread(request, thread, form)


def show_thread(
    request: HttpRequest, thread: Thread, form: PostForm, *, page: int = 0, status: int = 200
) -> HttpResponse:
    """The page of a thread with this form below it. The log's number was read with the thread,
    before the posts: what comes in between comes over the wire.
    """
    viewer = viewer_of(request)
    page = page or _page_asked(request, thread)
    places = see_posts(thread, viewer, page, thread.last_read)  # type: ignore[attr-defined]
    context = {
        "thread": thread,
        "category": thread.category,
        "places": places,
        "page": page,
        "here": f"?page={page}&" if page > 1 else "?",
        "pages": _pages(thread, page),
        "form": form,
        "answer": _answer(thread, viewer, places),
        "people": _people(thread, viewer, places),
        "can_reply": rules.can_reply(viewer, thread),
        "can_moderate": rules.can_moderate(viewer),
        "can_accept": rules.can_accept(viewer, thread),
        "levels": TellLevel.choices[1:],
        "level": _level(thread),
        "topic": TOPIC,
    }
    response = render(request, "forum/thread_detail.html", context, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def log(request: HttpRequest, category: str, thread_id: int, slug: str) -> HttpResponse:
    """What happened after `?after=`: the same frames as over the socket; 304 for nothing."""
    thread = get_thread(request, category, thread_id)
    response = answer_log(request, TOPIC, str(thread.pk))
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def permalink(
    request: HttpRequest, category: str, thread_id: int, slug: str, number: int
) -> HttpResponse:
    """The permanent address of a post leads to its place in the thread."""
    thread = get_thread(request, category, thread_id)
    if not 1 <= number <= thread.last_number:
        raise Http404
    return redirect(thread.url_of_number(number))


@require_http_methods(["GET", "HEAD", "POST"])
def new_thread(request: HttpRequest, category: str) -> HttpResponse:
    """Begin a discussion."""
    viewer, room = viewer_of(request), get_category(request, category)
    if not rules.can_write(viewer, room):
        raise Http404
    form = ThreadForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            count_write(request)
            thread = services.create_thread(
                room,
                by=request.user,  # type: ignore[arg-type]
                title=words["title"],
                text=words["text"],
                submission_key=words["key"],
                viewer=viewer,
            )
        except ValidationError as error:
            form.add_error("title" if error.code == "title" else "text", error)
        except PostRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(thread)
    context = {"category": room, "form": form}
    return render(request, "forum/thread_new.html", context, status=422 if form.is_bound else 200)


def first_unread(thread: Thread) -> int:
    """The number of the first post that the viewer has not read, or of the last one."""
    last_read: int = thread.last_read  # type: ignore[attr-defined]
    return min(last_read + 1, max(thread.last_visible_number, 1))


def _query(request: HttpRequest) -> str:
    asked = request.GET.urlencode()
    return f"?{asked}" if asked else ""


def _page_asked(request: HttpRequest, thread: Thread) -> int:
    """The page of `?page=`, the nearest one where there is none such."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return max(1, min(number, thread.last_page))


def _pages(thread: Thread, page: int) -> dict[str, Any]:
    return {
        "number": page,
        "last": thread.last_page,
        "is_last": page == thread.last_page,
        "before": page - 1,
        "after": page + 1 if page < thread.last_page else 0,
        "near": [n for n in range(page - 2, page + 3) if 1 < n < thread.last_page],
    }


def _quoted(request: HttpRequest, thread: Thread) -> str:
    """The words of the post that `?quote=` names, as a quotation."""
    asked = request.GET.get("quote", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        return ""
    viewer = viewer_of(request)
    rows = Post.objects.visible_to(viewer).shown().filter(thread=thread, number=int(asked))
    post = rows.with_authors(viewer).first()
    if post is None:
        return ""
    person = byline_of(post).person
    return quote(post.body_md, person.full_name if person else "")


def _answer(thread: Thread, viewer: Viewer, places: list[Any]) -> dict[str, Any] | None:
    """The accepted answer in one line, from this page where it stands on it."""
    if thread.answer_id is None:
        return None
    post = next((place.post for place in places if place.is_answer), None)
    if post is None:
        rows = Post.objects.visible_to(viewer).shown().filter(pk=thread.answer_id)
        post = rows.with_authors(viewer).first()
    if post is None:
        return None
    url = thread.url_of_number(post.number)
    return {"byline": byline_of(post), "text": excerpt(post.body_html), "url": url}


def _people(thread: Thread, viewer: Viewer, places: list[PostSight]) -> list[Byline]:
    """Who takes part: the latest of them, each once. The only page there is tells it already."""
    if thread.last_page == 1:
        bylines = [place.byline for place in reversed(places) if place.is_shown]
    else:
        bylines = [byline_of(post) for post in _latest(viewer, thread=thread.pk)]
    people = {one.person.pk: one for one in bylines if one is not None and one.person is not None}
    return list(people.values())[:PEOPLE_SHOWN]


@PerViewer
def _latest(viewer: Viewer) -> Any:
    posts = Post.objects.visible_to(viewer).shown()
    written = posts.filter(thread_id=Param("thread", BigAutoField()))
    return written.latest_of_each_author(PEOPLE_SHOWN).with_authors(viewer)


def _level(thread: Thread) -> str:
    """What holds for the viewer now, said or not."""
    chosen: str = thread.own_level  # type: ignore[attr-defined]
    if chosen:
        return chosen
    return str(TellLevel.ALL if thread.takes_part else TellLevel.MENTIONS)  # type: ignore[attr-defined]
