"""The social lane looked at again: six months after its contract, twelve with a ground of the text (RSA-19).

The ground stands in the social part. Health, disability and invalidity are one ground: which of the three is nobody's
business here.
"""
