"""The charter that a club begins with; its organisers make it their own."""

from django.db import migrations

TEXT_FR = """\
Ce qui se dit ici reste ici : ne citez personne à l’extérieur sans son accord.
Des concurrents partagent cette salle : parlez métier, jamais de prix, de marges, d’appels d’offres ou de clients.
On ne vend rien ici : ni offre, ni démarchage, ni fichier d’adresses.
Demandez le contact avant d’écrire à quelqu’un ; un refus n’a pas à être motivé.
Venez en votre nom : votre vrai nom, et un compte qui n’est qu’à vous.
Critiquez les idées, ménagez les personnes.
Ne publiez que ce que vous avez le droit de partager : aucun document confidentiel, le vôtre ou celui d’un autre.
Une place prise vous attend : venez, ou rendez-la à temps.
Vos données restent les vôtres : vous choisissez ce qui est montré à qui, et vous partez quand vous voulez.
Une règle n’est pas respectée ? Dites-le à l’équipe du club : elle peut retirer un message ou fermer un accès, et dit pourquoi."""

TEXT_EN = """\
What is said here stays here: quote nobody outside without their consent.
Competitors share this room: talk about the trade, never about prices, margins, tenders or clients.
Nobody sells here: no offers, no canvassing, no lists of addresses.
Ask for contact before you write to somebody; a no needs no reason.
Come as yourself: your real name, and an account that is yours alone.
Question ideas, be kind to people.
Post only what is yours to share: no confidential papers, your own or anybody else’s.
A seat you took waits for you: come, or give it back in time.
Your data stay yours: you choose what is shown to whom, and you leave when you like.
Somebody breaks a rule? Tell the club’s team: it may remove a post or close an access, and says why."""


def write_first_version(apps, schema_editor):
    versions = apps.get_model("members", "CharterVersion")
    if not versions.objects.exists():
        versions.objects.create(number=1, text_fr=TEXT_FR, text_en=TEXT_EN)


class Migration(migrations.Migration):
    replaces = [("members", "0004_first_charter")]
    dependencies = [("members", "0001_profiles_invitations_imports")]
    operations = [migrations.RunPython(write_first_version, migrations.RunPython.noop)]
