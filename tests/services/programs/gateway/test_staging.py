"""Records written as JSON and read back."""

from dataclasses import replace
from pathlib import Path

from services.programs.gateway.records import GroupRecord
from services.programs.gateway.staging import digest, dump, load
from services.programs.gateway.verdicts import Box
from tests.services.programs.gateway.packages import changed, put, read, record_of, valid
from tests.services.programs.gateway.test_sample import SAMPLE


def test_every_record_survives(tmp_path: Path) -> None:
    strange = changed(Box.PROGRAMS, name="«Ёж» \u2028 😀 \"'\\", minAge="6.5", ovzTypes=["x", "authism"])
    for path in (SAMPLE, put(tmp_path, strange)):
        for raw in read(path)[0]:
            assert raw.record is not None
            told = dump(raw.record)
            assert "\n" not in told
            again = load(raw.box, told)
            assert again == raw.record
            assert dump(again) == told


def test_the_digest_is_of_what_is_said(tmp_path: Path) -> None:
    record = record_of(tmp_path, Box.GROUPS, changed(Box.GROUPS))
    assert isinstance(record, GroupRecord)
    touched = replace(record, head=replace(record.head, ts=1, local_id="another"))
    assert digest(touched) == digest(record)
    assert digest(replace(record, size=13)) != digest(record)
    other = record_of(tmp_path, Box.GROUPS, changed(Box.GROUPS, uuid=valid(Box.PROGRAMS)["uuid"]))
    assert digest(other) != digest(record)
