"""Who somebody is, as surely as an act needs: a code to the telephone, a clerk at the desk, an outside system."""
