"""The names that programs and people give to columns.

From the exports of HubSpot, Salesforce, Pipedrive and Dynamics, in English and in French, and from
spreadsheets as French sales teams keep them. Names are compared folded: without accents, capitals
or punctuation. Of several columns with one meaning, the one named earlier here is asked first.
"""

import re

from club.lib.text import fold
from members.crm.fields import Field
from members.crm.values import set_of

_ALIASES: dict[Field, str] = {
    Field.COMPANY_ID: """
        do not modify account; ne pas modifier compte; company id; account id; id du compte;
        id de l entreprise; id entreprise; organization id; organisation id; id de l organisation;
        id organisation; account 18 character id; case safe account id; identifiant du compte;
        identifiant de l entreprise; identifiant entreprise; primary associated company id;
        associated company id; associated company ids; associated company ids primary;
        id de l entreprise principale associee;
        id de l entreprise associee; id d entreprise associee; record id company; crm id; id crm;
        identifiant crm; external id; id externe; identifiant externe; code client; numero client;
        numero de client; n client; no client; num client; customer id; customer number; client id;
        id client; identifiant client; reference client; ref client; code tiers; code compte;
        account number; numero de compte; company domain id""",
    Field.COMPANY_NAME: """
        company name; account name; raison sociale; denomination sociale; denomination;
        nom de l entreprise; nom entreprise; nom du compte; nom compte; nom de la societe;
        nom societe; nom de l organisation; organization name; organisation name; nom du client;
        nom client; customer name; client name; company; account; organization; organisation;
        entreprise; societe; compte; client; customer; primary associated company;
        associated company; associated company names; primary company; entreprise associee;
        entreprise principale associee; entreprise principale; nom de l entreprise associee;
        nom commercial; enseigne; etablissement; tiers; parent customer; client parent;
        nom du tiers; company name lookup; personne organisation; person organization;
        associated company primary; contact company; contact societe""",
    Field.LEGAL_ID: """
        siren; n siren; no siren; numero siren; numero de siren; code siren; siren siret;
        siret siren; siret; n siret; no siret; numero siret; numero de siret; code siret;
        legal id; identifiant legal; registration number; company registration number; rcs;
        numero d immatriculation; vat number; vat; vat id; tax id; tva; n tva; numero de tva;
        numero tva; tva intracommunautaire; n tva intracommunautaire;
        numero de tva intracommunautaire""",
    Field.SECTOR: """
        sector; industry; secteur; secteur d activite; secteur activite; branche; industrie;
        metier; trade; activite""",
    Field.SIZE: """
        number of employees; employees; no of employees; employee count; company size; size;
        headcount; nombre d employes; nb employes; employes; effectif; effectifs; taille;
        taille de l entreprise; taille entreprise; nombre de salaries; nb salaries; salaries;
        tranche d effectif; tranche d effectifs; effectif salarie; total employees""",
    Field.REGION: """
        region; billing state province; billing state; state region; state province; state;
        province; etat province de facturation; etat region; etat departement; departement;
        region administrative; address 1 state province; adresse 1 departement region;
        adresse 1 etat province; adresse 1 departement; state county of address;
        region of address; departement region de l adresse; etat ou region""",
    Field.COUNTRY: """
        country; country region; billing country; pays; pays region; pays de facturation;
        address 1 country region; adresse 1 pays region; adresse 1 pays; country of address;
        pays de l adresse""",
    Field.POSTCODE: """
        postal code; zip; zip code; zip postal code; postcode; billing zip postal code;
        billing postal code; code postal; cp; code postal de facturation;
        address 1 zip postal code; adresse 1 code postal; zip postal code of address;
        code postal de l adresse""",
    Field.CITY: """
        city; billing city; town; ville; commune; localite; ville de facturation; address 1 city;
        adresse 1 ville; city town village locality of address; city of address;
        ville de l adresse; ville village localite de adresse;
        ville village localite de l adresse; ville commune village localite de l adresse;
        ville siege""",
    Field.ADDRESS: """
        address; full combined address of address; street address; billing address; adresse;
        adresse complete; adresse postale; adresse de facturation; siege; siege social;
        adresse complete combinee de l adresse; address 1; adresse 1""",
    Field.WEBSITE: """
        website; website url; web site; site web; url du site web; site internet; site; web; url;
        company domain name; domain; domain name; domaine; nom de domaine;
        nom de domaine de l entreprise""",
    Field.TIER: """
        tier; club tier; customer tier; niveau; niveau client; niveau du club; niveau club;
        niveau de fidelite; palier; level; customer level""",
    Field.MANAGER_EMAIL: """
        account manager email; account owner email; company owner email; owner email;
        account manager e mail; email charge de compte; e mail charge de compte;
        email du charge de compte; e mail du charge de compte; courriel du charge de compte;
        courriel charge de compte; mail charge de compte; mail du charge de compte;
        e mail du proprietaire; email du commercial; mail du commercial; email commercial;
        e mail du proprietaire du compte; email du responsable""",
    Field.MANAGER: """
        account manager; account owner; company owner; organization owner; organisation owner;
        key account manager; kam; sales rep; sales representative; charge de compte;
        chargee de compte; charge e de compte; charges de compte; charge de clientele;
        charge d affaires; responsable de compte; responsable compte; gestionnaire de compte;
        gestionnaire du compte; proprietaire du compte; proprietaire de l entreprise;
        proprietaire de l organisation; responsable commercial; commercial; commerciale;
        commercial e; vendeur; responsable; owner; proprietaire""",
    Field.CLIENT_SINCE: """
        client since; customer since; client depuis; client depuis le; date d entree;
        date de debut de contrat; debut de contrat; debut du contrat; contract start date;
        became a customer date; date de passage au statut client; date client;
        date du premier contrat; premier contrat; date de premiere commande; start date""",
    Field.RENEWAL: """
        renewal date; renewal; contract renewal date; next renewal date; next renewal;
        contract end date; contract end; date de renouvellement; renouvellement;
        date renouvellement; prochain renouvellement; prochaine echeance; echeance;
        date d echeance; echeance du contrat; echeance contrat; fin de contrat; fin du contrat;
        date de fin de contrat; date fin contrat""",
    Field.TAGS: """
        tags of the club; etiquettes du club; company tags; account tags; tags of the company;
        etiquettes de l entreprise; etiquettes entreprise; etiquettes du compte; tags entreprise;
        tags de l entreprise""",
    Field.PERSON_ID: """
        do not modify contact; ne pas modifier contact; contact id; id du contact; id contact;
        identifiant du contact; identifiant contact; person id; personne id; id de la personne;
        contact 18 character id; case safe contact id; record id contact""",
    Field.EMAIL: """
        email; e mail; mail; email address; e mail address; work email; email work;
        email primary work; person email; contact email; courriel; mel; adresse e mail;
        adresse email; adresse mail; adresse courriel; adresse de messagerie;
        adresse electronique; e mail professionnel; email professionnel; e mail travail;
        email travail; email pro; mail pro; e mail du contact; email du contact;
        email contact; mail contact; email 1; e mail 1; email home; e mail domicile;
        email other; e mail autre""",
    Field.FIRST_NAME: """
        first name; firstname; given name; forename; prenom; prenoms; prenom du contact;
        prenom contact""",
    Field.LAST_NAME: """
        last name; lastname; surname; family name; nom de famille; nom usuel; nom contact famille;
        nom de famille du contact""",
    Field.FULL_NAME: """
        full name; fullname; nom complet; contact name; nom du contact; nom contact; person name;
        nom de la personne; nom prenom; nom et prenom; nom prenoms; prenom nom; prenom et nom;
        contact; contact principal; primary contact; interlocuteur; interlocuteur principal""",
    Field.JOB_TITLE: """
        job title; title; contact title; titre; intitule de poste; intitule du poste; poste;
        titre du poste; poste occupe; fonction; fonction du contact; position; qualite; emploi;
        profession; job""",
    Field.FUNCTION: """
        buying role; buying roles; role; contact role; contact roles; role d achat;
        roles d achat; role dans l achat; role decisionnel; role du contact; decision role;
        role de decision; function; type de contact; role dans la decision""",
    Field.DECIDES: """
        decideur; decideuse; decision maker; is decision maker; est decideur; decisionnaire""",
    Field.BUYS: "acheteur; acheteuse; buyer; is buyer; est acheteur",
    Field.USES: "utilisateur; utilisatrice; user; end user; is user; est utilisateur",
    Field.PHONE: """
        phone; phone number; business phone; work phone; phone work; direct phone; direct line;
        ligne directe; telephone; tel; numero de telephone; telephone professionnel;
        telephone fixe; tel fixe; fixe; tel pro; telephone travail; telephone bureau;
        telephone direct; phone home; phone other""",
    Field.MOBILE: """
        mobile; mobile phone; mobile phone number; phone mobile; cell; cell phone; portable;
        telephone mobile; telephone portable; tel mobile; tel portable; gsm;
        numero de telephone mobile; numero de mobile""",
    Field.LANGUAGE: """
        language; preferred language; langue; langue preferee; locale; langue du contact""",
    Field.ID: """
        record id; id; id de fiche d informations; id de l enregistrement; id enregistrement;
        id de fiche; identifiant; hubspot id; object id; id d objet; id de l objet; reference""",
    Field.NAME: "name; nom; libelle",
    Field.LABELS: "tags; tag; etiquettes; etiquette; labels; label; mots cles",
    Field.KIND: """
        record type; type d enregistrement; object type; type d objet; objet; object;
        type de fiche; nature; type""",
}

#: First or last words of a heading that say whose it is, as Pipedrive writes them.
COMPANY_WORDS = set_of(
    "company account organization organisation entreprise societe compte client customer"
)
PERSON_WORDS = set_of("person personne contact interlocuteur people contacts")
#: What companies and people both have; the word beside it tells them apart.
_OF_COMPANY = {
    Field.ID: Field.COMPANY_ID,
    Field.NAME: Field.COMPANY_NAME,
    Field.LABELS: Field.TAGS,
}
_OF_PERSON = {Field.ID: Field.PERSON_ID, Field.NAME: Field.FULL_NAME}
#: Words between an owner and what is owned.
_LINKS = set_of("de du des la le l d of the")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def plain(heading: str) -> str:
    """A heading as it is compared: `(Do Not Modify) Account` is `do not modify account`."""
    return " ".join(_NOT_WORD.sub(" ", fold(heading)).split())


def _table() -> dict[str, tuple[Field, int]]:
    table: dict[str, tuple[Field, int]] = {}
    for field, names in _ALIASES.items():
        for rank, name in enumerate(names.split(";")):
            table.setdefault(" ".join(name.split()), (field, rank))
    return table


_TABLE = _table()
_LAST_RANK = 999


def meaning(heading: str) -> tuple[Field, int] | None:
    """What a heading means and how far down its list it stands; None for an unknown one."""
    name = plain(heading)
    if not name or len(name) > 120:
        return None
    if name in _TABLE:
        return _TABLE[name]
    field = _TABLE.get(name.replace(" ", ""))
    return field or _owned(name.split())


def _owned(words: list[str]) -> tuple[Field, int] | None:
    """`organisation nom` or `nom de l organisation`: a plain name, and whose it is."""
    if len(words) < 2:
        return None
    for owner, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        while rest and rest[-1] in _LINKS:
            rest = rest[:-1]
        found = _of(owner, " ".join(rest))
        if found:
            return found
    return None


def _of(owner: str, name: str) -> tuple[Field, int] | None:
    known = _TABLE.get(name)
    if known is None:
        return None
    field, rank = known
    if owner in COMPANY_WORDS:
        field = _OF_COMPANY.get(field, field)
        fits = field in _COMPANY_ONLY
    elif owner in PERSON_WORDS:
        field = _OF_PERSON.get(field, field)
        fits = field in _PERSON_ONLY
    else:
        return None
    return (field, rank + _LAST_RANK) if fits else None


_COMPANY_ONLY = frozenset(list(Field)[: list(Field).index(Field.PERSON_ID)])
_PERSON_ONLY = frozenset(
    {
        Field.PERSON_ID,
        Field.EMAIL,
        Field.FIRST_NAME,
        Field.LAST_NAME,
        Field.FULL_NAME,
        Field.JOB_TITLE,
        Field.FUNCTION,
        Field.PHONE,
        Field.MOBILE,
        Field.LANGUAGE,
    }
)


def group_of(heading: str) -> str:
    """`company` or `person` for the title of a group of columns, else ''."""
    words = set(plain(heading).split())
    singular = {word.removesuffix("s") for word in words} | words
    if not words or len(words) > 3:
        return ""
    if singular & PERSON_WORDS:
        return "person"
    return "company" if singular & (COMPANY_WORDS | {"companie"}) else ""
