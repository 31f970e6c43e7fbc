"""Builds the package for pip with nothing but the standard library (PEP 517), so that installing from this folder needs
neither a network nor a build tool. What is built is said in pyproject.toml."""

import base64
import hashlib
import io
import os
import re
import tarfile
import zipfile

_HERE = os.path.dirname(os.path.abspath(__file__))
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel; returns its file name."""
    project = _project()
    info = _stem(project) + ".dist-info/"
    files = _sources()
    files[info + "METADATA"] = _metadata(project)
    files[info + "WHEEL"] = b"Wheel-Version: 1.0\nGenerator: build_backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join("%s,sha256=%s,%d\n" % (name, _digest(content), len(content)) for name, content in files.items())
    files[info + "RECORD"] = (record + info + "RECORD,,\n").encode()
    wheel = _stem(project) + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    """Writes the source archive; returns its file name."""
    project = _project()
    files = _sources()
    files["PKG-INFO"] = _metadata(project)
    for name in ("pyproject.toml", "build_backend.py"):
        files[name] = _read(name)
    archive_name = _stem(project) + ".tar.gz"
    with tarfile.open(os.path.join(sdist_directory, archive_name), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo("%s/%s" % (_stem(project), name))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return archive_name


def _project():
    table = re.search(r"^\[project\]\n(.*?)(?=^\[|\Z)", _read("pyproject.toml").decode(), re.MULTILINE | re.DOTALL).group(1)
    return dict(re.findall(r'^([\w-]+) = "(.*)"$', table, re.MULTILINE))


def _stem(project):
    return "%s-%s" % (project["name"].replace("-", "_"), project["version"])


def _metadata(project):
    return ("Metadata-Version: 2.1\nName: %s\nVersion: %s\nSummary: %s\nLicense: %s\nRequires-Python: %s\n" % (
        project["name"], project["version"], project["description"], project["license"], project["requires-python"])).encode()


def _sources():
    files = {}
    for folder, folders, names in os.walk(os.path.join(_HERE, "pool_worker")):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.relpath(os.path.join(folder, name), _HERE)
                files[path.replace(os.sep, "/")] = _read(path)
    return files


def _read(path):
    with open(os.path.join(_HERE, path), "rb") as file:
        return file.read()


def _digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
