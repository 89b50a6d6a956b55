"""From line files to node tables, those that ship and a user's own: `making.table`."""
