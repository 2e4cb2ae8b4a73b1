"""What to look at next: a queue of suspects over all videos, one file a kind of suspect."""
