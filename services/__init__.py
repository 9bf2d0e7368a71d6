"""What the municipality does, one room per capability.

The ladder of rooms; imports run down it, and on one line from left to right only:

    indicators  campaigns
    feedback    monitoring    plan
    contracts   signing
    certificates (applications, certificates)   orders (the social order, its lines and money)
    programs    providers
    families    staff    notices    territories
    documents   forms    access   calendar   identifiers   core

``monitoring`` is planned and not built yet. No room knows the messenger, the web server or gettext: territory packs,
contract texts and survey questions are data here, every other word is in ``locales/``.
"""
