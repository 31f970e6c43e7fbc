import ast
import glob
import os
import unittest

from host import module_path


class SyntaxTest(unittest.TestCase):
    def test_every_file_is_python_3_9(self):
        files = glob.glob(os.path.join(module_path(), "pool_worker", "*.py"))
        self.assertGreater(len(files), 8)
        for name in files:
            with open(name, encoding="utf-8") as source:
                ast.parse(source.read(), name, feature_version=(3, 9))

    def test_only_the_standard_library_is_imported(self):
        allowed = {"__future__", "_json", "_signal", "_thread", "atexit", "collections", "ctypes", "gc", "hashlib", "io", "json", "logging",
                   "msvcrt", "os", "resource", "select", "signal", "socket",
                   "stat", "struct", "sys", "tempfile", "threading", "time", "traceback", "pool_worker"}
        for name in glob.glob(os.path.join(module_path(), "pool_worker", "*.py")):
            with open(name, encoding="utf-8") as source:
                tree = ast.parse(source.read(), name)
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    roots = {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    roots = {node.module.split(".")[0]}
                else:
                    continue
                self.assertLessEqual(roots, allowed, name)


if __name__ == "__main__":
    unittest.main()
