import ast
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

from host import module_path
from pool_worker.version import VERSION


@unittest.skipUnless(os.path.exists(os.path.join(module_path(), "pyproject.toml")), "the package is not run from its folder")
class PackagingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def modules(self):
        found = []
        for folder, _, names in os.walk(os.path.join(module_path(), "pool_worker")):
            found += [os.path.relpath(os.path.join(folder, name), module_path()) for name in names if name.endswith(".py")]
        return {name.replace(os.sep, "/") for name in found}

    def backend(self):
        spec = importlib.util.spec_from_file_location("build_backend", os.path.join(module_path(), "build_backend.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def test_wheel_holds_every_module(self):
        name = self.backend().build_wheel(self.folder)
        self.assertEqual(name, "pool_worker-%s-py3-none-any.whl" % VERSION)
        with zipfile.ZipFile(os.path.join(self.folder, name)) as wheel:
            names = set(wheel.namelist())
            record = wheel.read("pool_worker-%s.dist-info/RECORD" % VERSION).decode()
        self.assertEqual({name for name in names if not name.startswith("pool_worker-")}, self.modules())
        self.assertEqual({line.split(",")[0] for line in record.splitlines()}, names)

    def test_version_is_that_of_the_package(self):
        with open(os.path.join(module_path(), "pyproject.toml"), encoding="utf-8") as file:
            self.assertEqual(re.search('^version = "(.*)"$', file.read(), re.MULTILINE).group(1), VERSION)

    def test_backend_is_python_3_9(self):
        with open(os.path.join(module_path(), "build_backend.py"), encoding="utf-8") as source:
            ast.parse(source.read(), feature_version=(3, 9))

    def test_package_can_be_installed_without_a_network(self):
        if importlib.util.find_spec("pip") is None:
            self.skipTest("this Python has no pip")
        target = os.path.join(self.folder, "installed")
        arguments = ["--no-index", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", "--target", target]
        run = subprocess.run([sys.executable, "-m", "pip", "install", *arguments, module_path()], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, universal_newlines=True, cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stdout)
        program = "import sys; sys.path.insert(0, %r); import pool_worker.demo as d; print(d.__file__)" % target
        shown = subprocess.run([sys.executable, "-I", "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True)
        self.assertTrue(shown.stdout.startswith(target), shown.stdout)


if __name__ == "__main__":
    unittest.main()
