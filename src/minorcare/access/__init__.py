"""Who may see and do what: role x area x field ceiling x purpose, deny by default."""

from minorcare.access.roles import ROLES, Actor, Grant, Role
from minorcare.access.views import Shown, View, Views, ceiling, trusted, view_of

__all__ = ["ROLES", "Actor", "Grant", "Role", "Shown", "View", "Views", "ceiling", "trusted", "view_of"]
