"""Version of this package and of the wire protocol that it speaks."""

VERSION = "0.1.0"
PROTOCOL = 1
