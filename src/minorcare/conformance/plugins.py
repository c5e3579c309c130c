"""to come"""

plugin_checks = ()
