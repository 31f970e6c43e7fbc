import ast
import glob
import os
import unittest

import text_analytics


class SyntaxTest(unittest.TestCase):
    def test_every_file_is_python_3_9(self):
        files = glob.glob(os.path.join(os.path.dirname(text_analytics.__file__), "*.py"))
        self.assertGreater(len(files), 8)
        for name in files:
            with open(name, encoding="utf-8") as source:
                ast.parse(source.read(), name, feature_version=(3, 9))


if __name__ == "__main__":
    unittest.main()
