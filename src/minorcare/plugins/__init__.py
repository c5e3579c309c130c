"""Finding, loading and settling plugins."""

from minorcare.plugins.loading import Installed, installed, load_catalog
from minorcare.plugins.settings import Config

__all__ = ["Config", "Installed", "installed", "load_catalog"]
