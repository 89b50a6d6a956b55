"""From line files to the node tables that ship: `python -m lstgeo.atmosphere.build FOLDER`."""
