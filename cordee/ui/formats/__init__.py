"""French formats that correct Django's own."""
