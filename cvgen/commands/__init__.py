"""The commands, one file each: arguments → one call → exit code."""
