"""Pictures of a retrieval: the only user of matplotlib."""
