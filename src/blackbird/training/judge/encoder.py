"""The encoder in PyTorch: multilingual-e5-small with a head, from the packed 4-bit weights.

A BERT encoder (Devlin et al., 2019). Both texts are read together, ``<s> claim </s></s> evidence
</s>`` as XLM-R joins a pair, in the lower layers. In the upper ones only the claim still changes:
its tokens read the evidence as the lower layers left it. That takes two thirds of the work, and
learns sooner, since all that is said about the pair has to reach the claim. Four numbers come out:
supported, refuted, not enough information for a claim, and "this passage answers" for a question.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from blackbird.models import q4
from blackbird.models.unigram import END

OUTPUTS = 4


class Layer(nn.Module):
    """Attention and the inner network, each followed by its residual and norm."""

    def __init__(self, sizes: q4.Sizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.qkv = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.ao = nn.Linear(sizes.hidden, sizes.hidden)
        self.aln = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.fi = nn.Linear(sizes.hidden, sizes.inner)
        self.fo = nn.Linear(sizes.inner, sizes.hidden)
        self.oln = nn.LayerNorm(sizes.hidden, sizes.epsilon)

    def forward(self, hidden: Tensor, seen: Tensor, mask: Tensor, drop: float) -> Tensor:
        """``hidden`` (batch, length, width) after it has read ``seen`` (batch, of all, width).

        ``mask`` (batch, 1, 1, of all): true for tokens. Where a text reads itself, both are one.
        """
        q, k, v = self._projected(hidden, seen)
        # Spelled out: on processors, PyTorch's fused attention learns a third slower at 144 tokens.
        scores = (q @ k.transpose(-1, -2)) * q.shape[-1] ** -0.5
        shares = torch.softmax(scores.masked_fill(~mask, float("-inf")), -1)
        mixed = self.ao((shares.to(v.dtype) @ v).transpose(1, 2).flatten(2))
        hidden = self.aln(hidden + functional.dropout(mixed, drop, self.training))
        inner = self.fo(functional.gelu(self.fi(hidden)))
        out: Tensor = self.oln(hidden + functional.dropout(inner, drop, self.training))
        return out

    def _projected(self, hidden: Tensor, seen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, (batch, heads, length, width of a head) each."""
        if hidden is seen:
            parts = self.qkv(hidden).chunk(3, -1)
        else:
            width = hidden.shape[-1]
            weight, bias = self.qkv.weight, self.qkv.bias
            asked = functional.linear(hidden, weight[:width], bias[:width])
            parts = (asked, *functional.linear(seen, weight[width:], bias[width:]).chunk(2, -1))
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        return q, k, v


class Encoder(nn.Module):
    """Token ids to four logits. Word and position vectors stay as they came.

    ``joint``: so many of the lowest layers read both texts.
    """

    def __init__(self, source: q4.PackedEncoder, joint: int, drop: float) -> None:
        super().__init__()
        sizes, self.joint, self.drop = source.sizes, joint, drop
        words = q4.weights(source.blocks("emb.word", sizes.vocabulary, sizes.hidden))
        places = source.floats("emb.pos", sizes.positions, sizes.hidden)
        types = source.floats("emb.type", sizes.types, sizes.hidden)
        self.words = nn.Parameter(torch.from_numpy(words), requires_grad=False)
        self.places = nn.Parameter(torch.from_numpy(places + types[0]), requires_grad=False)
        self.norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.dense = nn.Linear(2 * sizes.hidden, sizes.hidden)
        self.out = nn.Linear(sizes.hidden, OUTPUTS)
        _fill(self.norm, source, "emb.ln")
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            _fill_layer(layer, source, f"l{number}.", sizes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits (batch, 4) of padded ``ids`` (batch, length) with ``lengths`` (batch)."""
        own = torch.arange(ids.shape[1], device=ids.device) < lengths[:, None]
        hidden = self.norm(functional.embedding(ids, self.words) + self.places[: ids.shape[1]])
        hidden = functional.dropout(hidden, self.drop, self.training)
        mask = own[:, None, None, :]
        for layer in self.layers[: self.joint]:
            hidden = layer(hidden, hidden, mask, self.drop)
        firsts = (ids == END).int().argmax(1) + 1  # tokens of the first text, its marks among them
        hidden, first = self._upper(hidden, firsts, mask)
        mean = (hidden * first[..., None]).sum(1) / firsts[:, None]
        pooled = torch.cat([hidden[:, 0], mean], 1)
        logits: Tensor = self.out(torch.tanh(self.dense(pooled)))
        return logits

    def _upper(self, hidden: Tensor, firsts: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The first text (batch, its longest, width) after the upper layers, and its own tokens."""
        longest = int(firsts.max())
        first = torch.arange(longest, device=firsts.device) < firsts[:, None]
        before, rest = hidden[:, :longest], hidden[:, longest:]
        part = before
        for layer in self.layers[self.joint :]:
            read = layer(part, torch.cat([part, rest], 1), mask, self.drop)
            # Beside a longer one lie tokens of the second text, which stay as they are.
            part = torch.where(first[..., None], read, before.to(read.dtype))
        return part, first


def _fill_layer(layer: Layer, source: q4.PackedEncoder, name: str, sizes: q4.Sizes) -> None:
    wide, inner = sizes.hidden, sizes.inner
    weights = [_matrix(source, name + part, wide, wide) for part in "qkv"]
    biases = [source.floats(f"{name}{part}.b", wide) for part in "qkv"]
    _set(layer.qkv, np.concatenate(weights), np.concatenate(biases))
    _set(layer.ao, _matrix(source, name + "ao", wide, wide), source.floats(name + "ao.b", wide))
    _set(layer.fi, _matrix(source, name + "fi", inner, wide), source.floats(name + "fi.b", inner))
    _set(layer.fo, _matrix(source, name + "fo", wide, inner), source.floats(name + "fo.b", wide))
    _fill(layer.aln, source, name + "aln")
    _fill(layer.oln, source, name + "oln")


def _matrix(source: q4.PackedEncoder, name: str, rows: int, columns: int) -> NDArray[np.float32]:
    return q4.weights(source.blocks(name + ".w", rows, columns))


def _fill(norm: nn.LayerNorm, source: q4.PackedEncoder, name: str) -> None:
    width = norm.normalized_shape[0]
    _set(norm, source.floats(name + ".w", width), source.floats(name + ".b", width))


def _set(
    part: nn.Linear | nn.LayerNorm, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> None:
    with torch.no_grad():
        part.weight.copy_(torch.from_numpy(weight))
        part.bias.copy_(torch.from_numpy(bias))


def open_encoder(packed: Path, joint: int, drop: float = 0.0) -> Encoder:
    """The encoder from a packed file. Raises ``ModelCorrupt``."""
    return Encoder(q4.read_packed(packed), joint, drop)
