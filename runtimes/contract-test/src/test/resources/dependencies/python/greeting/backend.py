"""Builds the least that pip takes for a package."""

import os
import zipfile

NAME = "greeting-1-py3-none-any.whl"
FILES = {
    "greeting.py": 'TEXT = "hello from a dependency"\n',
    "greeting-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1\n",
    "greeting-1.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "greeting-1.dist-info/RECORD": "",
}


def build_wheel(folder, settings=None, metadata=None):
    with zipfile.ZipFile(os.path.join(folder, NAME), "w") as wheel:
        for name, content in FILES.items():
            wheel.writestr(name, content)
    return NAME
