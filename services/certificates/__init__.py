"""Applications for enrolment and a certificate, their decisions, and the certificates."""
