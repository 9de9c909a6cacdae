"""Who can log in to the demo database: role, login and what the role is for.

The password of each is the login. The people are in demo/res_users_demo.xml.
"""

ROLES = {
    "analyst": ("analyst", "analista: atiende tiques"),
    "leader": ("leader", "líder de soporte: decide excepciones"),
    "committee": ("committee", "comité de desarrollo"),
    "operator": ("operator", "operador de chat"),
    "customer": ("customer", "cliente, en el portal"),
    "admin": ("admin", "administrador: configura"),
}
