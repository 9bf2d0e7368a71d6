"""Messages to everyone: made by one person, agreed by a second, sent by the delivery, counted as campaigns."""
