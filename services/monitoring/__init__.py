"""Monitoring of how services are rendered: checklists, visits, findings, and what providers check themselves."""
