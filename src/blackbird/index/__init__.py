"""Search over documents: text and vectors, copies that follow the record."""

from contextlib import suppress
from importlib import import_module

# usearch 2.26 loads its number library, and with it libstdc++, for the whole process; ONNX Runtime
# 1.32 crashes when it is imported after that, and does not mind when it came first. It is loaded
# by name because this package has no business with it (tests/index/test_import_order.py).
with suppress(ImportError):
    import_module("onnxruntime")
