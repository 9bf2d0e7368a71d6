"""Education contracts: made of facts at approval, agreed by two sides over the same bytes."""
