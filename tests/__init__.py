"""What crosses domains: whole stories, the rights matrix, the two locks, repository checks, browsers."""
