"""Orientations received: taken down by staff, answered, turned into a dossier and a pathway.

Words: referral (orientation), referrer (who orients, prescripteur), channel (canal). A referral describes
somebody who may not be known yet: it belongs to the organisation until it becomes a dossier.
"""
