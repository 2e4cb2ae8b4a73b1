"""What each menu holds, a file a menu."""
