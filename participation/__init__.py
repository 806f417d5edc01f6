"""The ledger of facts: who of which company did what, when. No weights, no judgement."""
