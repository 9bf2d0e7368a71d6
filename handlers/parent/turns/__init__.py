"""A seat held for a child who may go on: yes or no in one tap."""
