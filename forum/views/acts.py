"""What is done in a thread. Each is a POST that works by page loads; a script gets JSON."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum import rules, services
from forum.forms import LevelForm, PostForm
from forum.live import post_data
from forum.models import Post
from forum.rules import PostRefused
from forum.views.access import (
    answer_act,
    count_write,
    get_post,
    get_thread,
    viewer_of,
    wants_json,
)
from forum.views.threads import show_thread


@require_POST
def reply(request: HttpRequest, category: str, thread_id: int, slug: str) -> HttpResponse:
    """Answer. What cannot be taken comes back with the text, below the last posts."""
    thread = get_thread(request, category, thread_id)
    form = PostForm(request.POST)
    form.is_valid()
    try:
        count_write(request)
        post = services.post_reply(
            thread,
            by=request.user,  # type: ignore[arg-type]
            text=form.cleaned_data.get("text", ""),
            submission_key=form.cleaned_data.get("key"),
            viewer=viewer_of(request),
        )
    except (ValidationError, PostRefused) as error:
        sentence = error.sentence if isinstance(error, PostRefused) else error.messages[0]
        if wants_json(request):
            return JsonResponse({"said": sentence}, status=422)
        form.add_error("text", sentence)
        thread.refresh_from_db(fields=["is_locked", "last_seq", "last_number"])
        return show_thread(request, thread, form, page=thread.last_page, status=422)
    if wants_json(request):
        return JsonResponse(_written(post))
    return redirect(post)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(
    request: HttpRequest, category: str, thread_id: int, slug: str, number: int
) -> HttpResponse:
    """Change the own post, on a page of its own or in its place."""
    post = get_post(request, category, thread_id, number)
    if not rules.can_edit(viewer_of(request), post):
        if request.method != "POST":
            raise Http404
        sentence = _refusal_of(request, post)
        return answer_act(request, post.get_absolute_url(), refusal=sentence)
    form = PostForm(request.POST or None, initial={"text": post.body_md, "key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            post = services.edit_post(
                post,
                by=request.user,  # type: ignore[arg-type]
                text=form.cleaned_data["text"],
                viewer=viewer_of(request),
            )
        except (ValidationError, PostRefused) as error:
            sentence = error.sentence if isinstance(error, PostRefused) else error.messages[0]
            form.add_error("text", sentence)
        else:
            if wants_json(request):
                return JsonResponse(_written(post))
            return redirect(post)
    context = {"post": post, "thread": post.thread, "category": post.thread.category, "form": form}
    part = request.headers.get("X-Part") == "1"
    template = "forum/_edit_form.html" if part else "forum/post_edit.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def change_post(
    request: HttpRequest, category: str, thread_id: int, slug: str, number: int, act: str
) -> HttpResponse:
    """Take back, show again, hide, unhide, accept as the answer."""
    post = get_post(request, category, thread_id, number)
    do, said = _ACTS[act]
    try:
        do(post, by=request.user, viewer=viewer_of(request))
    except PostRefused as refusal:
        return answer_act(request, post.get_absolute_url(), refusal=refusal.sentence)
    return answer_act(request, post.get_absolute_url(), said=str(said()))


@require_POST
def change_thread(
    request: HttpRequest, category: str, thread_id: int, slug: str, act: str
) -> HttpResponse:
    """Close, open again, pin, let go, take the answer back."""
    thread = get_thread(request, category, thread_id)
    words: dict[str, Any] = {"by": request.user, "viewer": viewer_of(request)}
    try:
        if act in {"lock", "unlock"}:
            services.lock_thread(thread, locked=act == "lock", **words)
        elif act in {"pin", "unpin"}:
            services.pin_thread(thread, pinned=act == "pin", **words)
        else:
            services.withdraw_answer(thread, **words)
    except PostRefused as refusal:
        return answer_act(request, thread.get_absolute_url(), refusal=refusal.sentence)
    return answer_act(request, thread.get_absolute_url(), said=_("Noted."))


@require_POST
def read(request: HttpRequest, category: str, thread_id: int, slug: str) -> HttpResponse:
    """Remember up to which post one has read; without a number, up to the last one."""
    thread = get_thread(request, category, thread_id)
    asked = request.POST.get("number", str(thread.last_number))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    reached = services.mark_read(thread, by=request.user, number=number)  # type: ignore[arg-type]
    return answer_act(request, thread.category.get_absolute_url(), number=reached)


@require_POST
def follow(request: HttpRequest, category: str, thread_id: int, slug: str) -> HttpResponse:
    """Choose what one wants to be told about this thread."""
    thread = get_thread(request, category, thread_id)
    form = LevelForm(request.POST)
    if not form.is_valid():
        sentence = _("Choose one of the answers.")
        return answer_act(request, thread.get_absolute_url(), refusal=sentence)
    services.choose_level(thread, by=request.user, level=form.cleaned_data["level"])  # type: ignore[arg-type]
    return answer_act(request, thread.get_absolute_url(), said=_("Your choice is saved."))


def _written(post: Post) -> dict[str, Any]:
    """The post as the wire brings it, and the number of the log up to which that was so."""
    return {"url": post.get_absolute_url(), "post": post_data(post), "seq": post.thread.last_seq}


def _refusal_of(request: HttpRequest, post: Post) -> str:
    try:
        rules.refuse_edit(viewer_of(request), post)
    except PostRefused as refusal:
        return refusal.sentence
    return ""


_ACTS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "delete": (services.delete_post, lambda: _("You took your post back.")),
    "restore": (services.restore_post, lambda: _("Your post is shown again.")),
    "hide": (services.hide_post, lambda: _("The post is hidden.")),
    "unhide": (services.unhide_post, lambda: _("The post is shown again.")),
    "answer": (services.accept_answer, lambda: _("Noted: this is the answer.")),
}
