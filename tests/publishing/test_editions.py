from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import subprocess
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import PublisherError, Status
from publisher.publishing.editions import Keep, editions_of, held_back, publish, roll_back, sweep_all
from publisher.publishing.receipts import RECEIPT, SUMS, Receipt, artifacts_in, damage_in, read_receipt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {"a.pdf": b"old pdf", "a.txt": b"old text"}
NEW = {"a.pdf": b"new pdf", "a.txt": b"new text"}


def seen(output: Path) -> dict[str, bytes]:
    """Return the documents that a reader finds, in an edition that must be whole."""
    assert damage_in(output / "a") == []
    return artifacts_in(output / "a")


def left_over(output: Path) -> list[str]:
    return [path.name for path in output.rglob("*") if ".staging-" in path.name]


def test_an_edition_is_complete_and_replaces_the_old_one(tmp_path: Path) -> None:
    first = publish(tmp_path, "a", OLD)
    assert first.changed
    assert [path.relative_to(tmp_path).as_posix() for path in first.paths] == ["a/a.pdf", "a/a.txt"]
    assert publish(tmp_path, "a", NEW).changed
    assert seen(tmp_path) == NEW
    assert [path.name for path in tmp_path.iterdir() if path.is_symlink()] == ["a"]
    assert not os.path.isabs(os.readlink(tmp_path / "a"))  # noqa: PTH115, PTH117  the link as written


def test_the_same_content_makes_no_new_edition(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    before = (tmp_path / "a").resolve()
    assert not publish(tmp_path, "a", OLD).changed
    assert (tmp_path / "a").resolve() == before


def test_a_damaged_edition_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    (tmp_path / "a" / "a.txt").write_bytes(b"damaged")
    assert damage_in(tmp_path / "a") == ["a.txt is not as it was published"]
    assert publish(tmp_path, "a", OLD).changed
    assert seen(tmp_path) == OLD
    assert len(editions_of(tmp_path, "a")) == 1


def test_other_formats_are_carried_over(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    edition = publish(tmp_path, "a", {"a.pdf": b"new pdf"})
    assert [path.name for path in edition.paths] == ["a.pdf"]
    assert seen(tmp_path) == {"a.pdf": b"new pdf", "a.txt": b"old text"}


def test_what_is_carried_over_is_as_it_was_published(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD, Receipt("a", ("pdf", "txt")))
    before = (tmp_path / "a").resolve()
    (tmp_path / "a" / "stranger.pdf").write_bytes(b"not ours")
    (tmp_path / "a" / "a.txt").write_bytes(b"another text")
    with pytest.raises(PublisherError) as caught:
        publish(tmp_path, "a", {"a.pdf": b"new pdf"})
    (told,) = caught.value.report.diagnostics
    assert (told.code, told.message.partition(",")[0]) == ("damaged-edition", "a.txt of a")
    assert (tmp_path / "a").resolve() == before
    publish(tmp_path, "a", NEW)
    assert seen(tmp_path) == NEW


def test_a_file_of_somebody_s_stays(tmp_path: Path) -> None:
    (tmp_path / "CNAME").write_text("example.org", encoding="utf-8")
    with pytest.raises(PublisherError, match="CNAME is a file of somebody's, which would be lost"):
        publish(tmp_path, "CNAME", OLD)
    assert (tmp_path / "CNAME").read_text(encoding="utf-8") == "example.org"
    assert left_over(tmp_path) == []


def test_a_link_of_somebody_s_stays(tmp_path: Path) -> None:
    elsewhere, output = tmp_path / "elsewhere", tmp_path / "dist"
    elsewhere.mkdir()
    output.mkdir()
    (elsewhere / "secret.txt").write_bytes(b"secret")
    (output / "a").symlink_to(elsewhere)
    with pytest.raises(PublisherError, match=f"a is a link of somebody's, to {elsewhere}"):
        publish(output, "a", {"a.pdf": b"pdf"})
    assert (output / "a").readlink() == elsewhere
    assert artifacts_in(elsewhere) == {"secret.txt": b"secret"}
    assert editions_of(output, "a") == []


def test_a_link_to_an_edition_that_is_gone_gives_way(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(".editions/a/2024-01-31-0001-00000000")
    publish(tmp_path, "a", OLD)
    assert seen(tmp_path) == OLD


def test_the_only_file_that_would_go_on_is_not_dropped_in_silence(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    (tmp_path / "a" / "a.txt").unlink()
    with pytest.raises(PublisherError, match=r"a\.txt of a, edition .* can't go on"):
        publish(tmp_path, "a", {"a.pdf": b"newer"})
    publish(tmp_path, "a", NEW)
    assert seen(tmp_path) == NEW


def test_a_rollback_publishes_no_damaged_edition(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    publish(tmp_path, "a", NEW)
    old = editions_of(tmp_path, "a")[1]
    (old.folder / "a.txt").write_bytes(b"damaged")
    with pytest.raises(PublisherError) as caught:
        roll_back(tmp_path, "a")
    assert caught.value.report.diagnostics[0].code == "damaged-edition"
    assert seen(tmp_path) == NEW


def test_a_copy_of_an_edition_gives_way(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    publish(first, "a", OLD)
    shutil.copytree(first / "a", second / "a")  # as some programs copy what a link leads to
    publish(second, "a", {"a.pdf": b"new pdf"})
    assert (second / "a").is_symlink()
    assert seen(second) == {"a.pdf": b"new pdf", "a.txt": b"old text"}


def test_an_empty_folder_gives_way(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    publish(tmp_path, "a", OLD)
    assert seen(tmp_path) == OLD


@pytest.mark.parametrize("name", ["a.txt", "images/x.png", "SHA256SUMS"])
def test_a_folder_of_somebody_s_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"by hand")
    with pytest.raises(PublisherError, match=f"a/ is a folder of somebody's, and {name.partition('/')[0]} in it"):
        publish(tmp_path, "a", OLD)
    assert path.read_bytes() == b"by hand"
    assert left_over(tmp_path) == []


CHANGES = ("open", "write", "fsync", "replace", "rename", "symlink", "mkdir")
"""The system calls that publishing makes."""


def failing_at(monkeypatch: pytest.MonkeyPatch, wanted: int, reason: int) -> Callable[[], int]:
    """Let one of the calls that change something on disk fail; return how many there were."""
    counter = count()
    made = [0]
    for name in CHANGES:
        real = getattr(os, name)

        def failing(*args: object, _real: Callable[..., object] = real, **kwargs: object) -> object:
            made[0] = next(counter)
            if made[0] == wanted:
                raise OSError(reason, os.strerror(reason))
            return _real(*args, **kwargs)

        monkeypatch.setattr(os, name, failing)
    return lambda: made[0] + 1


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_whichever_call_fails_readers_see_a_whole_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    publish(tmp_path / "dry", "a", OLD)
    with monkeypatch.context() as patched:
        calls = failing_at(patched, -1, reason)
        publish(tmp_path / "dry", "a", NEW)
    assert calls() > 20
    told = set()
    for failing in range(calls()):
        output = tmp_path / str(failing)
        publish(output, "a", OLD)
        with monkeypatch.context() as patched:
            failing_at(patched, failing, reason)
            try:
                publish(output, "a", NEW)
            except PublisherError as error:
                (diagnostic,) = error.report.diagnostics
                told.add((diagnostic.code, diagnostic.message.partition(": ")[2], error.status))
                assert seen(output) == OLD
            else:
                assert seen(output) == NEW
        assert left_over(output) == []
        publish(output, "a", NEW)
        assert seen(output) == NEW
    assert told == {("publish-failed", os.strerror(reason), Status.OUTSIDE)}


def test_what_a_dead_run_left_is_swept(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    (tmp_path / ".editions" / "a" / ".staging-1").mkdir()
    (tmp_path / ".editions" / "a" / ".staging-1-link").symlink_to("nowhere")
    publish(tmp_path, "a", NEW)
    assert left_over(tmp_path) == []


def test_an_edition_has_a_name_a_receipt_and_checksums(tmp_path: Path) -> None:
    receipt = Receipt("a", ("pdf", "txt"), inputs={"source/a/index.md": "12"}, facts={"x": "1"}, seconds=1.23456)
    edition = publish(tmp_path, "a", OLD, receipt, clock=lambda: dt.datetime(2024, 1, 31, 6, tzinfo=dt.UTC))
    assert edition.name.startswith("2024-01-31-0001-")
    told = read_receipt(tmp_path / "a")
    assert told
    assert (told["document"], told["edition"], told["made"]) == ("a", edition.name, "2024-01-31T06:00:00+00:00")
    assert (told["inputs"], told["facts"], told["seconds"]) == ({"source/a/index.md": "12"}, {"x": "1"}, 1.235)
    subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=tmp_path / "a", check=True, capture_output=True)


def test_checksums_of_files_with_any_names_are_read_again(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD | dict.fromkeys(("x\r.txt", "x\x85.txt", "x\u2028.txt", "x\udcff.txt"), b"odd"))
    assert len(seen(tmp_path)) == len(OLD) + 4
    assert damage_in(tmp_path / "a") == []


def test_whatever_is_wrong_with_an_edition_is_found(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    folder = (tmp_path / "a").resolve()
    (folder / "a.pdf").unlink()
    (folder / "note.txt").touch()
    (folder / RECEIPT).write_text("{}", encoding="utf-8")
    assert sorted(damage_in(folder)) == [
        "a.pdf is missing",
        "edition.json is not as it was published",
        "note.txt does not belong there",
    ]
    (folder / SUMS).unlink()
    assert damage_in(folder) == ["SHA256SUMS is missing"]


def numbered(number: int) -> dict[str, bytes]:
    return {"a.txt": str(number).encode()}


@pytest.mark.parametrize(
    ("keep", "left"),
    [(Keep(3), [6, 5, 4]), (Keep(1), [6, 5]), (Keep(1, days=2), [6, 5, 4]), (Keep(0, days=9), [6, 5, 4, 3, 2, 1])],
)
def test_editions_are_kept_by_number_and_age(tmp_path: Path, keep: Keep, left: list[int]) -> None:
    for day in range(1, 7):
        publish(tmp_path, "a", numbered(day), keep=keep, clock=partial(dt.datetime, 2024, 1, day, tzinfo=dt.UTC))
    assert [each.sequence for each in editions_of(tmp_path, "a")] == left
    assert left_over(tmp_path) == []


def test_a_rollback_stands_until_the_content_changes_or_somebody_insists(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish(tmp_path, "a", numbered(number))
    assert roll_back(tmp_path, "a").sequence == 2
    assert seen(tmp_path) == numbered(2)
    again = publish(tmp_path, "a", numbered(3), insist=False)
    assert (again.changed, again.withdrawn) == (False, True)
    assert seen(tmp_path) == numbered(2)
    assert publish(tmp_path, "a", numbered(3)).name == editions_of(tmp_path, "a")[0].name
    assert [each.sequence for each in editions_of(tmp_path, "a") if each.current] == [3]
    first = editions_of(tmp_path, "a")[-1]
    assert roll_back(tmp_path, "a", first.name).name == first.name
    assert publish(tmp_path, "a", numbered(4), insist=False).changed
    assert publish(tmp_path, "a", numbered(3), insist=False).changed
    assert [each.sequence for each in editions_of(tmp_path, "a")] == [5, 4, 3, 2, 1]


def both(number: int) -> dict[str, bytes]:
    return {"a.txt": str(number).encode(), "a.html": f"<p>{number}".encode(), "a.css": b"the same"}


def test_a_rollback_goes_to_what_readers_saw_before(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish(tmp_path, "a", both(number))
    roll_back(tmp_path, "a")
    publish(tmp_path, "a", both(4))
    assert roll_back(tmp_path, "a").sequence == 2
    assert roll_back(tmp_path, "a").sequence == 1


def test_what_is_published_again_comes_in_the_place_of_what_is_current(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish(tmp_path, "a", both(number))
    first = editions_of(tmp_path, "a")[-1].name
    roll_back(tmp_path, "a", first)
    assert publish(tmp_path, "a", both(3)).changed
    assert seen(tmp_path) == both(3)
    assert roll_back(tmp_path, "a").name == first


def test_rollbacks_in_a_row_stand_together(tmp_path: Path) -> None:
    for number in (1, 2, 3, 4):
        publish(tmp_path, "a", both(number))
    for sequence in (3, 2):
        assert roll_back(tmp_path, "a").sequence == sequence
    names = {each.sequence: each.name for each in editions_of(tmp_path, "a")}
    assert held_back(tmp_path, "a") == [names[4], names[3]]
    for number in (4, 3):
        assert publish(tmp_path, "a", both(number), insist=False).withdrawn
    assert not publish(tmp_path, "a", both(2), insist=False).withdrawn
    assert seen(tmp_path) == both(2)
    assert roll_back(tmp_path, "a", names[3]).name == names[3]
    assert held_back(tmp_path, "a") == [names[4], names[2]]
    assert publish(tmp_path, "a", both(5), insist=False).changed
    assert held_back(tmp_path, "a") == []


def test_what_was_taken_back_is_not_published_in_part_either(tmp_path: Path) -> None:
    publish(tmp_path, "a", both(1))
    publish(tmp_path, "a", both(2))
    roll_back(tmp_path, "a")
    html = {"a.html": both(2)["a.html"]}
    assert publish(tmp_path, "a", html, insist=False).withdrawn
    assert publish(tmp_path, "a", html | {"a.css": b"the same"}, insist=False).withdrawn
    assert seen(tmp_path) == both(1)
    assert publish(tmp_path, "a", html | {"a.css": b"another"}, insist=False).changed


def test_a_damaged_edition_is_not_left_in_place_of_what_was_taken_back(tmp_path: Path) -> None:
    publish(tmp_path, "a", both(1))
    publish(tmp_path, "a", both(2))
    first = roll_back(tmp_path, "a")
    (first.folder / "a.txt").write_bytes(b"torn")
    with pytest.raises(PublisherError, match="damaged-edition") as caught:
        publish(tmp_path, "a", both(2), insist=False)
    assert f"edition {first.name}, to which a rollback went back" in caught.value.report.diagnostics[0].message
    assert publish(tmp_path, "a", both(2)).changed


def test_there_may_be_nothing_to_go_back_to(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    with pytest.raises(PublisherError, match="unknown-edition") as caught:
        roll_back(tmp_path, "a")
    assert caught.value.status is Status.USAGE
    with pytest.raises(PublisherError, match="a has no edition 2024-1"):
        roll_back(tmp_path, "a", "2024-1")


def test_editions_of_an_earlier_publisher_are_kept(tmp_path: Path) -> None:
    earlier = tmp_path / ".editions" / "a" / "0123456789abcdef"
    earlier.mkdir(parents=True)
    (earlier / "a.pdf").write_bytes(b"old pdf")
    (earlier / "a.txt").write_bytes(b"old text")
    (tmp_path / "a").symlink_to(".editions/a/0123456789abcdef")
    assert [(each.sequence, each.current) for each in editions_of(tmp_path, "a")] == [(0, True)]
    assert publish(tmp_path, "a", OLD).changed  # now with a receipt
    assert [(each.sequence, each.current) for each in editions_of(tmp_path, "a")] == [(1, True), (0, False)]
    assert roll_back(tmp_path, "a").folder == earlier
    assert artifacts_in(tmp_path / "a") == OLD


def test_what_a_run_finished_but_did_not_show_is_shown_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "a", OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "symlink", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(tmp_path, "a", NEW)
    assert seen(tmp_path) == OLD
    publish(tmp_path, "a", NEW)
    assert seen(tmp_path) == NEW
    assert [each.sequence for each in editions_of(tmp_path, "a")] == [2, 1]


def test_all_that_dead_runs_left_is_swept(tmp_path: Path) -> None:
    for slug in ("a", "b"):
        publish(tmp_path, slug, OLD)
        (tmp_path / ".editions" / slug / ".staging-7").mkdir()
    sweep_all(tmp_path)
    assert left_over(tmp_path) == []
    assert json.loads((tmp_path / "b" / RECEIPT).read_text(encoding="utf-8"))["document"] == "b"


def test_an_edition_without_checksums_is_one_of_an_earlier_publisher_or_damaged(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    publish(tmp_path, "a", NEW)
    older = editions_of(tmp_path, "a")[-1]
    for name in (RECEIPT, SUMS):
        (older.folder / name).unlink()
    assert damage_in(older.folder) == ["SHA256SUMS is missing"]
    with pytest.raises(PublisherError, match="damaged-edition"):
        roll_back(tmp_path, "a", older.name)
    empty = older.folder.parent / "0123456789abcdef"
    empty.mkdir()
    assert damage_in(empty) == ["SHA256SUMS is missing"]
