"""Who can log in to the demo database: role, login and what the role is for.

The password of each is the login. The people are in demo/res_users_demo.xml.
"""

ROLES = {
    "analyst": ("analyst", "analista: atiende tiques"),
    "analyst2": ("analyst2", "analista de nivel 2"),
    "analyst3": ("analyst3", "analista de nivel 3"),
    "leader": ("leader", "líder de soporte: decide excepciones"),
    "committee": ("committee", "comité de desarrollo"),
    "commercial": ("commercial", "área comercial"),
    "accountant": ("accountant", "contabilidad: facturas y acuerdos de pago"),
    "operator": ("operator", "operador de chat"),
    "customer": ("customer", "cliente, en el portal"),
    "customer2": ("customer2", "otro cliente; hay más, hasta customer6"),
    "customer7": ("customer7", "cliente en Guatemala con un tique que espera un pago"),
    "customer8": ("customer8", "colega de customer, en la misma empresa"),
    "admin": ("admin", "administrador: configura"),
}
