"""What each role may do in the editing desk. Nobody is a superuser; what is not named is refused."""

from django.db import migrations

STAFF = ["organiser", "account_manager", "director", "administrator"]
PAGES = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]
FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]
FILE_RIGHTS = ["add", "change", "delete", "choose"]
AUDIENCES = [
    ("audience", ["view", "add", "change"]),
    ("segment", ["view", "add", "change"]),
]


class Rights:
    """Finds or makes permissions, which Django itself only makes after all migrations."""

    def __init__(self, apps):
        self.types = apps.get_model("contenttypes", "ContentType").objects
        self.permissions = apps.get_model("auth", "Permission").objects
        self.groups = apps.get_model("auth", "Group").objects

    def group(self, name):
        return self.groups.get_or_create(name=name)[0]

    def find(self, app_label, model, action, name=""):
        kind, _made = self.types.get_or_create(app_label=app_label, model=model)
        codename = action if "_" in action else f"{action}_{model}"
        words = {"name": name or f"Can {action.replace('_', ' ')} {model}"}
        return self.permissions.get_or_create(content_type=kind, codename=codename, defaults=words)[
            0
        ]


def give_rights(apps, schema_editor):
    rights = Rights(apps)
    rights.groups.filter(name__in=["Editors", "Moderators"]).delete()
    enter = rights.find("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for name in STAFF:
        rights.group(name).permissions.add(enter)
    change_club = rights.find("accounts", "clubsettings", "change")
    rights.group("administrator").permissions.add(change_club)
    let_organise(apps, rights)


def let_organise(apps, rights):
    organiser = rights.group("organiser")
    for model, actions in AUDIENCES:
        organiser.permissions.add(*(rights.find("accounts", model, action) for action in actions))
    home = apps.get_model("wagtailcore", "Page").objects.get(depth=2, slug="home")
    on_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for action in PAGES:
        right = rights.find(
            "wagtailcore", "page", "bulk_delete_page" if action == "bulk_delete" else action
        )
        on_page.get_or_create(group=organiser, page=home, permission=right)
    top = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    in_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    kinds = [(app, model, action) for app, model in FILES for action in FILE_RIGHTS]
    kinds += [("wagtailcore", "collection", action) for action in ["add", "change", "delete"]]
    for kind in kinds:
        in_collection.get_or_create(group=organiser, collection=top, permission=rights.find(*kind))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_page_tree"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
