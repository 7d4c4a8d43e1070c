"""A two-page application without Django, served in place of Cordée by the launcher's own tests."""
