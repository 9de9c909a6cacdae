"""odoo-test-helper's loader of fake models, with the names that Odoo 19 has changed.

Release 2.1.3 of the library does not know Odoo 19 yet; delete this file when one does.
"""

from odoo.orm.model_classes import add_to_registry
from odoo.orm.models import MetaModel

MetaModel.module_to_models = MetaModel._module_to_models__

from odoo_test_helper import FakeModelLoader  # noqa: E402


class FakeModels(FakeModelLoader):
    """Use: backup_registry(), import the fake models, update_registry((Model, …)), and
    restore_registry() in the end."""

    def backup_registry(self):  # pylint: disable=missing-return
        super().backup_registry()
        models = self.env.registry.models
        self._definitions = {name: cls._base_classes__ for name, cls in models.items()}

    def update_registry(self, odoo_models):
        self.env.flush_all()
        self._clean_module_to_model()
        registry, cr = self.env.registry, self.env.cr
        names = [add_to_registry(registry, model)._name for model in odoo_models]
        registry._setup_models__(cr, names)
        registry.init_models(cr, names, {"module": self._module_name})

    def restore_registry(self):
        registry = self.env.registry
        for name in set(registry.models) - set(self._definitions):
            del registry[name]
        for name, classes in self._definitions.items():
            registry[name]._base_classes__ = classes
        self._clean_module_to_model()
        registry._setup_models__(self.env.cr)
