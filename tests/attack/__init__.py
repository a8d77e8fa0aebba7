"""Attacks on the installed command: hostile files, folders, names, streams and places.

The short run is part of the suite; ``make attack`` runs the long one.
"""
