"""Words that every club begins with, in both languages; organisers rewrite them as they wish.

[club], [supplier] and [contact] are filled from the club's settings when the page is shown.
"""

HOME = {
    "title_fr": "Accueil",
    "title_en": "Home",
    "headline_fr": "Votre meilleur conseiller *a le même fournisseur.*",
    "headline_en": "Your best adviser *has the same supplier.*",
    "summary_fr": (
        "Le club privé de nos entreprises clientes : des gens du métier, des tables où l’on se parle "
        "franchement, des avant-premières. Vous y venez en personne, pas en numéro de compte."
    ),
    "summary_en": (
        "The private club of our client companies: people of the trade, tables where one speaks "
        "plainly, previews. You come as somebody, not as an account."
    ),
}

PROMISES = [
    {
        "title_fr": "Vous rencontrez vos pairs",
        "text_fr": (
            "Des membres qui ont le même problème que vous, ou qui l’ont résolu l’an dernier. "
            "L’annuaire dit qui aide sur quoi."
        ),
        "title_en": "You meet your equals",
        "text_en": (
            "Members who have the problem that you have, or solved it last year. "
            "The directory says who helps with what."
        ),
    },
    {
        "title_fr": "Vous passez en premier",
        "text_fr": (
            "Des avant-premières, des ateliers portes ouvertes, des dîners en petit comité. "
            "Une place qui se libère revient à la personne suivante sur la liste."
        ),
        "title_en": "You come first",
        "text_en": (
            "Previews, workshops with the doors open, dinners in a small circle. "
            "A seat that comes free goes to the next in line."
        ),
    },
    {
        "title_fr": "On vous répond",
        "text_fr": (
            "Derrière chaque invitation, une personne qui a un nom. "
            "Vous répondez en un geste, et rien d’autre ne vous est demandé."
        ),
        "title_en": "You are answered",
        "text_en": (
            "Behind every invitation stands a person with a name. "
            "You answer with one gesture, and nothing else is asked of you."
        ),
    },
]

RULES = [
    {
        "title_fr": "Ici, personne ne vend.",
        "text_fr": "Pas même nous.",
        "title_en": "No one sells here.",
        "text_en": "Not even us.",
    },
    {
        "title_fr": "Personne n’est noté.",
        "text_fr": "Ce que le club enregistre, une page le dit, et vous pouvez demander à le lire ou à le corriger.",
        "title_en": "No one is scored.",
        "text_en": "A page says what the club records, and you may ask to read or to correct it.",
    },
    {
        "title_fr": "Vous pouvez rester discret.",
        "text_fr": "Vous choisissez ce que votre profil montre, et vous partez quand vous voulez.",
        "title_en": "You may be quiet.",
        "text_en": "You choose what your profile shows, and you leave when you like.",
    },
]

INDEXES = {
    "news": {
        "title_fr": "Actualités",
        "title_en": "News",
        "summary_fr": "Ce qui se passe au club, et ce que nous y apprenons.",
        "summary_en": "What happens at the club, and what we learn there.",
    },
    "events": {
        "title_fr": "Événements",
        "title_en": "Events",
        "summary_fr": "Avant-premières, ateliers, dîners : ce qui vous est ouvert.",
        "summary_en": "Previews, workshops, dinners: what is open to you.",
    },
    "legal": {
        "title_fr": "Informations légales",
        "title_en": "Legal information",
        "summary_fr": "Qui publie ce site, et ce qu’il advient de ce que vous nous confiez.",
        "summary_en": "Who publishes this site, and what becomes of what you entrust to us.",
    },
}

NOTICE = {
    "title_fr": "Mentions légales",
    "title_en": "Legal notice",
    "summary_fr": "Qui publie ce site et comment joindre le club.",
    "summary_en": "Who publishes this site and how to reach the club.",
}

NOTICE_FR = [
    ("heading", "Éditeur"),
    (
        "paragraph",
        "<p>Ce site, [club], est publié par [supplier] à l’intention de ses entreprises clientes. "
        "Pour toute question, et pour obtenir l’adresse du siège, le numéro d’immatriculation ou le nom "
        "du directeur de la publication, écrivez à [contact].</p>",
    ),
    ("heading", "Hébergement"),
    (
        "paragraph",
        "<p>Le site fonctionne sur un serveur choisi et administré par [supplier], qui communique sur "
        "demande le nom et l’adresse de son hébergeur.</p>",
    ),
    ("heading", "Accès"),
    (
        "paragraph",
        "<p>Le club est réservé aux personnes invitées. L’accès est personnel : il ne se prête pas et "
        "prend fin lorsque la personne quitte l’entreprise cliente.</p>",
    ),
    ("heading", "Textes et images"),
    (
        "paragraph",
        "<p>Les textes, images et documents publiés ici restent la propriété de leurs auteurs. Ils sont "
        "destinés aux membres du club et ne se diffusent pas au-dehors sans leur accord ni celui du club.</p>",
    ),
]

NOTICE_EN = [
    ("heading", "Publisher"),
    (
        "paragraph",
        "<p>This site, [club], is published by [supplier] for its client companies. For any question, "
        "and for the registered address, the registration number or the name of the person responsible "
        "for publication, write to [contact].</p>",
    ),
    ("heading", "Hosting"),
    (
        "paragraph",
        "<p>The site runs on a server chosen and administered by [supplier], which gives the name and "
        "address of its hosting provider on request.</p>",
    ),
    ("heading", "Access"),
    (
        "paragraph",
        "<p>The club is for people who were invited. Access is personal: it is not lent, and it ends when "
        "the person leaves the client company.</p>",
    ),
    ("heading", "Texts and pictures"),
    (
        "paragraph",
        "<p>Texts, pictures and documents published here remain the property of their authors. They are "
        "meant for the members of the club and are not passed on without the consent of [supplier].</p>",
    ),
]

PRIVACY = {
    "title_fr": "Vos données",
    "title_en": "Your data",
    "summary_fr": "Ce que le club enregistre, pourquoi, qui le voit, combien de temps, et ce que vous pouvez demander.",
    "summary_en": "What the club records, why, who sees it, for how long, and what you may ask for.",
}

PRIVACY_FR = [
    ("heading", "Qui en répond"),
    (
        "paragraph",
        "<p>[supplier] est responsable des données de ce site. Pour toute demande : [contact].</p>",
    ),
    ("heading", "Ce qui est enregistré"),
    (
        "paragraph",
        "<ul><li><b>Votre identité professionnelle</b> : nom, adresse électronique, entreprise, fonction, "
        "dates d’entrée et de sortie.</li>"
        "<li><b>Votre profil</b>, tel que vous l’écrivez : photo, présentation, sujets sur lesquels vous "
        "aidez ou cherchez de l’aide, téléphone si vous le donnez.</li>"
        "<li><b>Votre participation</b> : invitations reçues, réponses, présence ou absence aux événements.</li>"
        "<li><b>Les courriels</b> que le site vous envoie, et si leur remise a réussi. Le site ne sait pas "
        "si vous les ouvrez.</li>"
        "<li><b>Vos connexions</b> : appareil, adresse réseau et heure, pour votre sécurité.</li></ul>",
    ),
    ("heading", "Pourquoi"),
    (
        "paragraph",
        "<p>Pour vous inviter, vous garder une place et tenir à jour votre agenda ; pour que les membres se "
        "trouvent entre eux ; pour que le fournisseur, [supplier], sache si la relation avec votre entreprise est vivante. "
        "L’entreprise est considérée, jamais la personne : personne n’est noté. Le fondement est l’intérêt "
        "légitime du fournisseur à entretenir la relation avec ses clients, et, pour ce que vous ajoutez "
        "vous-même à votre profil, votre choix.</p>",
    ),
    ("heading", "Qui le voit"),
    (
        "paragraph",
        "<p>Les autres membres voient votre nom, votre entreprise, votre fonction et ce que vous choisissez de "
        "montrer. Votre nom paraît parmi les participants d’un événement seulement si vous l’avez accepté. "
        "Les organisateurs voient qui s’est inscrit et qui est venu. Rien n’est vendu, prêté ni transmis à "
        "d’autres.</p>",
    ),
    ("heading", "Combien de temps"),
    (
        "paragraph",
        "<p>Tant que vous êtes membre. Après votre départ, votre profil n’est plus visible et vos données sont "
        "supprimées ou rendues anonymes sur demande.</p>",
    ),
    ("heading", "Cookies"),
    (
        "paragraph",
        "<p>Le site en dépose quatre au plus, tous nécessaires à son fonctionnement : la session, la protection "
        "des formulaires, la langue et le thème clair ou sombre. Il n’y a ni mesure d’audience, ni publicité, ni "
        "contenu chargé depuis un autre site.</p>",
    ),
    ("heading", "Vos droits"),
    (
        "paragraph",
        "<p>Vous pouvez demander à consulter, corriger, recevoir ou effacer vos données, vous opposer à leur usage "
        "ou en demander la limitation : écrivez à [contact], une personne vous répond sous un mois au plus. Si la "
        "réponse ne vous convient pas, vous pouvez saisir l’autorité de protection des données, en France la "
        "CNIL.</p>",
    ),
]

PRIVACY_EN = [
    ("heading", "Who answers for it"),
    (
        "paragraph",
        "<p>[supplier] is the controller of the data of this site. For any request: [contact].</p>",
    ),
    ("heading", "What is recorded"),
    (
        "paragraph",
        "<ul><li><b>Your professional identity</b>: name, e-mail address, company, job title, the dates you "
        "came and left.</li>"
        "<li><b>Your profile</b>, as you write it: picture, presentation, subjects on which you help or look "
        "for help, telephone if you give it.</li>"
        "<li><b>Your participation</b>: invitations received, answers, presence or absence at events.</li>"
        "<li><b>The mails</b> that the site sends you, and whether they were delivered. The site does not know "
        "whether you open them.</li>"
        "<li><b>Your sign-ins</b>: device, network address and time, for your safety.</li></ul>",
    ),
    ("heading", "Why"),
    (
        "paragraph",
        "<p>To invite you, keep a seat for you and keep your calendar right; to let members find each other; to "
        "let [supplier] know whether the relation with your company is alive. The company is looked at, never the "
        "person: nobody is scored. The legal basis is the legitimate interest of [supplier] in the relation with "
        "its clients and, for what you add to your profile yourself, your choice.</p>",
    ),
    ("heading", "Who sees it"),
    (
        "paragraph",
        "<p>Other members see your name, your company, your job title and what you choose to show. Your name stands "
        "among those who come to an event only if you agreed. Organisers see who registered and who came. Nothing "
        "is sold, lent or passed on.</p>",
    ),
    ("heading", "For how long"),
    (
        "paragraph",
        "<p>While you are a member. After you leave, your profile is no longer shown, and your data are deleted or "
        "made anonymous on request.</p>",
    ),
    ("heading", "Cookies"),
    (
        "paragraph",
        "<p>The site sets four at most, all needed for it to work: the session, the protection of forms, the "
        "language, and the light or dark theme. There is no audience measurement, no advertising, and nothing is "
        "loaded from another site.</p>",
    ),
    ("heading", "Your rights"),
    (
        "paragraph",
        "<p>You may ask to read, correct, receive or erase your data, object to their use, or ask that it be limited: "
        "write to [contact], and a person answers within one month. If the answer does not suit you, you may turn "
        "to the data protection authority, in France the CNIL.</p>",
    ),
]
