"""The signal of each client company, and the account manager's desk."""
