"""The rule of pinning: from what a citizen says to the one person meant. Pure; touches no I/O and no clock."""
