"""Addresses of the forum app."""

from django.urls import path

from forum.views import acts, lists, people, threads

app_name = "forum"

_THREAD = "<slug:category>/<int:thread_id>-<slug:slug>/"

urlpatterns = [
    path("", lists.index, name="index"),
    path("read/", lists.read_all, name="read-all"),
    path("<slug:category>/", lists.category, name="category"),
    path("<slug:category>/new/", threads.new_thread, name="thread-new"),
    path("<slug:category>/people/", people.people, name="people"),
    path("<slug:category>/read/", lists.read_category, name="category-read"),
    path(_THREAD, threads.thread_detail, name="thread-detail"),
    path(f"{_THREAD}log/", threads.log, name="thread-log"),
    path(f"{_THREAD}reply/", acts.reply, name="reply"),
    path(f"{_THREAD}read/", acts.read, name="thread-read"),
    path(f"{_THREAD}follow/", acts.follow, name="follow"),
    path(f"{_THREAD}<int:number>/", threads.permalink, name="post"),
    path(f"{_THREAD}<int:number>/edit/", acts.edit, name="post-edit"),
    *(
        path(f"{_THREAD}{act}/", acts.change_thread, {"act": act}, name=f"thread-{act}")
        for act in ("lock", "unlock", "pin", "unpin", "unanswer")
    ),
    *(
        path(f"{_THREAD}<int:number>/{act}/", acts.change_post, {"act": act}, name=f"post-{act}")
        for act in ("delete", "restore", "hide", "unhide", "answer")
    ),
]
