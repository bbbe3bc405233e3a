import os
import sys
import tempfile
import unittest

from . import SERVER  # noqa: F401
from dromedary_runtime.loader import LoadError, load
from dromedary_runtime.settings import Settings


class LoadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        path, modules = list(sys.path), set(sys.modules)
        self.addCleanup(lambda: sys.path.__setitem__(slice(None), path))
        self.addCleanup(lambda: [sys.modules.pop(name) for name in set(sys.modules) - modules])

    def load(self, source, module="hello", handler="f", python_path=""):
        with open(os.path.join(self.folder, module + ".py"), "w") as file:
            file.write(source)
        env = {"MOD_NAME": module, "FUNC_HANDLER": handler, "KUBELESS_INSTALL_VOLUME": self.folder, "PYTHONPATH": python_path}
        return load(Settings.of(env))

    def test_the_handler_with_its_neighbours(self):
        with open(os.path.join(self.folder, "neighbour.py"), "w") as file:
            file.write("value = 7")
        self.assertEqual(7, self.load("import neighbour\ndef f(e, c): return neighbour.value")(None, None))

    def test_names_that_no_import_statement_could_say(self):
        self.assertEqual("my-module", self.load("def f(e, c): return __name__", module="my-module")(None, None))

    def test_a_function_called_as_a_module_of_pythons(self):
        self.load("import json\ndef f(e, c): pass", module="json")
        self.assertTrue(hasattr(sys.modules["json"], "loads"))

    def test_dependencies_come_from_pythonpath(self):
        with tempfile.TemporaryDirectory() as other:
            with open(os.path.join(other, "dependency.py"), "w") as file:
                file.write("value = 8")
            self.assertEqual(8, self.load("import dependency\ndef f(e, c): return dependency.value", python_path=other)(0, 0))

    def test_installed_dependencies_are_found(self):
        packages = os.path.join(self.folder, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
        os.makedirs(packages)
        with open(os.path.join(packages, "installed.py"), "w") as file:
            file.write("value = 9")
        self.assertEqual(9, self.load("import installed\ndef f(e, c): return installed.value")(0, 0))

    def test_a_missing_file_or_function_is_named(self):
        with self.assertRaisesRegex(LoadError, "no function 'g'; it has: f, h"):
            self.load("def f(e, c): pass\ndef h(e, c): pass", handler="g")
        with self.assertRaisesRegex(LoadError, "no file .*/other.py"):
            load(Settings.of({"MOD_NAME": "other", "FUNC_HANDLER": "f", "KUBELESS_INSTALL_VOLUME": self.folder}))
