"""Who may see and do what: role x area x field ceiling x purpose, deny by default."""

from minorcare.access.roles import ROLES, Actor, Grant, Opening, Role
from minorcare.access.view import Shown, View, trusted
from minorcare.access.views import Views, ceiling, view_of

__all__ = ["ROLES", "Actor", "Grant", "Opening", "Role", "Shown", "View", "Views", "ceiling", "trusted", "view_of"]
