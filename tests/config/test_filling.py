"""Filling the demonstration: progress for people, and what is noted for the next start."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest

from kikitori.config import filling
from kikitori.config.environment import load
from kikitori.config.filling import Progress, fill_all, note_filled, sign_ins
from kikitori.config.trouble import Trouble

PEOPLE = [{"ja": "担当者", "en": "Handler", "login": "hanako", "password": "x"}]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_site_that_is_not_filled_has_no_sign_ins(tmp_path):
    assert sign_ins(tmp_path) is None


def test_sign_ins_come_back_as_they_were_noted(tmp_path):
    note_filled(tmp_path, PEOPLE)
    assert sign_ins(tmp_path) == PEOPLE
    assert [path.name for path in tmp_path.iterdir()] == [filling.NOTE]


def test_a_damaged_note_means_not_filled(tmp_path):
    (tmp_path / filling.NOTE).write_text("{")
    assert sign_ins(tmp_path) is None


def test_on_a_terminal_a_bar_moves_in_one_line():
    stream = Terminal()
    shown = Progress("ja", stream)
    for done in (0, 50, 100):
        shown.show(done, 100)
    shown.end()
    said = stream.getvalue()
    assert said.count("\r") == 3
    assert said.count("\n") == 1
    assert "100/100" in said
    assert "作成中" in said


def test_in_a_file_each_tenth_is_a_line():
    stream = io.StringIO()
    shown = Progress("en", stream)
    for done in range(301):
        shown.show(done, 300)
    shown.end()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1] == "Making the demonstration 300/300"


def test_nothing_is_shown_before_the_total_is_known():
    stream = Terminal()
    Progress("en", stream).show(0, 0)
    assert stream.getvalue() == ""


def scripted(code: str) -> list[str]:
    """A command that fills by running this Python code; the house is its first argument."""
    return [sys.executable, "-c", code]


@pytest.fixture
def sites(tmp_path):
    return {house: load(data=tmp_path / house) for house in ("shop", "association")}


def test_all_sites_are_filled_side_by_side_and_their_progress_is_added_up(sites, capfd, monkeypatch):
    command = scripted("import sys; [print(f'{n}/10', flush=True) for n in range(11)]; print('noise')")
    monkeypatch.setattr(filling, "GLANCE", 0.01)
    fill_all(sites, "en", lambda: False, command)
    said = capfd.readouterr().err
    assert "20/20" in said
    assert "noise" not in said


def test_a_failure_is_told_with_what_the_process_said(sites):
    command = scripted("import sys; sys.exit('the corpus is wrong' if sys.argv[1] == 'association' else 0)")
    with pytest.raises(Trouble) as caught:
        fill_all(sites, "en", lambda: False, command)
    assert "the corpus is wrong" in caught.value.detail
    assert "もう一度" in caught.value.text.ja


def test_a_failure_of_one_does_not_wait_for_the_other(sites):
    command = scripted("import sys, signal; sys.exit('no') if sys.argv[1] == 'shop' else signal.pause()")
    with pytest.raises(Trouble):
        fill_all(sites, "en", lambda: False, command)


def test_told_to_stop_it_stops_the_processes_and_returns(sites, monkeypatch):
    started: list[subprocess.Popen[str]] = []
    original = subprocess.Popen

    def noting(*words: Any, **options: Any) -> Any:
        started.append(original(*words, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noting)
    command = scripted("import signal; signal.pause()")
    fill_all(sites, "en", lambda: True, command)
    assert len(started) == 2
    assert all(process.returncode is not None for process in started)
