"""Makes the embedder's files from the pinned 4-bit weights of multilingual-e5-small.

The weights (MIT) come as one packed file, see ``q4``; from outside no ONNX file is accepted, so
it is made here, once, by ``models pull``. The same weights give the same bytes on every machine,
and the catalogue pins their hashes.

Model: Wang et al., "Multilingual E5 Text Embeddings" (2024), https://arxiv.org/abs/2402.05672.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from blackbird.models.q4 import PackedEncoder, read_packed

MODEL_FILE = "model.onnx"
VOCABULARY_FILE = "vocabulary.tsv"


def convert(
    source: Path, target_dir: Path, progress: Callable[[int, int], None]
) -> tuple[Path, Path]:
    """Write ``model.onnx`` and ``vocabulary.tsv`` into ``target_dir`` and return their paths.

    ``progress(done, total)`` counts the encoder's layers. Raises ``ModelCorrupt`` when the source
    is not what it should be; then nothing is written.
    """
    # Here, since every command reaches this module and only a pull needs the onnx library.
    from blackbird.models.onnx_graph import encoder_graph

    packed = read_packed(source)
    graph, vocabulary = encoder_graph(packed, progress), _vocabulary(packed)
    model_path, vocabulary_path = target_dir / MODEL_FILE, target_dir / VOCABULARY_FILE
    model_path.write_bytes(graph)
    vocabulary_path.write_bytes(vocabulary)
    return model_path, vocabulary_path


def _vocabulary(packed: PackedEncoder) -> bytes:
    """SentencePiece's text form, ``piece TAB score``; nine digits give a float32 back exactly."""
    rows = zip(packed.pieces, packed.scores.tolist(), strict=True)
    return "".join(f"{piece}\t{score:.9g}\n" for piece, score in rows).encode()
