"""The rule of pinning: from what a citizen says to the one person meant. Pure: no I/O and no clock."""
