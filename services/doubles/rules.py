"""On what paper two records are said to be one child's or not, and how long that can be taken back."""

from datetime import timedelta

TAKE_BACK = timedelta(days=30)
SAME_GROUNDS = ("birth_certificate", "both_asked")
"""The certificate of birth names both adults; or both asked for it at the desk with their papers."""
MISTYPED = "mistyped"
OTHER_GROUNDS = (MISTYPED, "court", "stranger")
"""One СНИЛС is mistyped; a court or the guardianship body keeps them apart; an adult cannot show that it is theirs."""
LEFT = frozenset(
    {"child_pairs", "children", "family_invites", "shares", "family_sheets", "paper_promises", "ledger_accounts"}
)
"""Tables whose rows do not simply go over with the child: the room says for each what becomes of them."""
