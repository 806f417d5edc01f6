"""Who is who: people, companies, tiers, audiences, and what each viewer may see."""
