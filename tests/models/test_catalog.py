"""The catalogue is sound: every pin is a pin, and parts add up to their file."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from blackbird.claims import calibration
from blackbird.errors import UnknownName
from blackbird.models import catalog
from blackbird.models.catalog import CATALOGUE, ModelFile, find_model

SHIPPED = Path(catalog.__file__).with_name("weights")
FILES = [(model.id, file) for model in CATALOGUE.values() for file in model.files]


def test_the_entries_are_those_that_the_design_names() -> None:
    assert list(CATALOGUE) == ["mini", "full", "tiny", "e5", "judge"]
    assert all(CATALOGUE[model_id].id == model_id for model_id in CATALOGUE)


@pytest.mark.parametrize("model_id", list(CATALOGUE))
def test_every_pin_is_a_size_and_a_hash(model_id: str) -> None:
    model = CATALOGUE[model_id]
    pins = [(file.sha256, file.bytes) for file in (*model.kept, *model.files)]
    pins += [(part.sha256, part.bytes) for file in model.files for part in file.wheels]
    for digest, size in pins:
        assert re.fullmatch("[0-9a-f]{64}", digest)
        assert size > 0


@pytest.mark.parametrize(("model_id", "file"), FILES, ids=[model_id for model_id, _ in FILES])
def test_parts_add_up_to_their_file(model_id: str, file: ModelFile) -> None:
    if (SHIPPED / file.name).is_file():  # then no index has it
        assert hashlib.sha256((SHIPPED / file.name).read_bytes()).hexdigest() == file.sha256
        assert (SHIPPED / file.name).stat().st_size == file.bytes
        return
    assert sum(part.bytes for part in file.wheels) == file.bytes
    assert len({part.sha256 for part in file.wheels}) == len(file.wheels)
    if len(file.wheels) == 1:
        assert file.wheels[0].sha256 == file.sha256


def test_no_model_file_from_outside_is_onnx() -> None:
    assert not [file.name for _, file in FILES if file.name.endswith(".onnx")]


@pytest.mark.parametrize("model_id", list(CATALOGUE))
def test_companions_exist_and_licences_are_permissive(model_id: str) -> None:
    model = CATALOGUE[model_id]
    assert model.licence in {"Apache-2.0", "MIT"}
    for companion in model.companions:
        assert companion in CATALOGUE
    assert bool(model.derived) == bool(model.converter)


def test_all_that_ships_is_in_the_catalogue() -> None:
    shipped = {path.name for path in SHIPPED.iterdir() if path.suffix != ".json"}
    assert shipped <= {file.name for _, file in FILES}


def test_no_file_in_use_is_called_a_former_one() -> None:
    kept = {file.sha256 for model in CATALOGUE.values() for file in model.kept}
    assert not kept & {sha256 for model in CATALOGUE.values() for sha256 in model.former}


def test_a_pulled_language_model_brings_embedder_and_judge() -> None:
    for model in CATALOGUE.values():
        if model.role == "language":
            assert model.companions == ("e5", "judge")


def test_an_unknown_model_is_told_its_neighbour() -> None:
    with pytest.raises(UnknownName, match='Did you mean "mini"') as caught:
        find_model(CATALOGUE, "mimi")
    assert caught.value.kind == "model"


def test_the_record_of_the_training_is_that_of_the_weights_that_ship() -> None:
    (changes,) = [file for model_id, file in FILES if model_id == "judge" and not file.wheels]
    record = json.loads((SHIPPED / changes.name).with_suffix(".json").read_text("utf-8"))
    made = record["cut"]["made"]
    assert made[changes.name] == {"bytes": changes.bytes, "sha256": changes.sha256}
    assert made["judge.onnx"]["sha256"] == catalog.JUDGE_ONNX.sha256
    fitted = record["passes"][-1]["calibration"]
    assert fitted["claims"]["slope"] == pytest.approx(calibration.JUDGE.slope, abs=0.001)
    assert fitted["answers"]["slope"] == pytest.approx(calibration.ANSWERS.slope, abs=0.001)
