"""What the law asks of a sanction somebody else decides: checked, never proposed (RSA-29)."""
