"""Pages (HTML) that show a retrieval, or a batch of them, with what they were made of."""
