"""The script `run`: how it gets its tools on machines that have uv, only Python, or neither. The tools are played here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "run"
pytestmark = pytest.mark.skipif(
    not SCRIPT.exists(), reason="the script belongs to the repository, not the package"
)

UV = """#!/bin/sh
echo "uv $*" >> "$LOG"
echo "$UV_CACHE_DIR|$SSL_CERT_FILE|$UV_PROJECT_ENVIRONMENT" >> "$LOG.env"
mkdir -p "$HOME_OF_IT/.venv/bin"
printf '#!/bin/sh\\nfor word in "$@"; do echo "<$word>"; done\\nexit 7\\n' > "$HOME_OF_IT/.venv/bin/kikitori"
chmod +x "$HOME_OF_IT/.venv/bin/kikitori"
"""
PYTHON = """#!/bin/sh
echo "python3 $*" >> "$LOG"
case "$*" in
  "-V") echo "Python 3.{minor}.0" ;;
  *version_info*) [ {minor} -ge 11 ] ;;
  *fetch_uv.py*) [ {index} = 0 ] || exit 1; mkdir -p "$3/bin"; cp "$UV_OF_IT" "$3/bin/uv" ;;
  "-m pip --version") exit {has_pip} ;;
  "-m venv"*) mkdir -p "$HOME_OF_IT/.venv/bin" ;;
  *"--python"*) sh "$UV_OF_IT" pip ;;
  "-c"*) echo "pytest>=8.4 ruff" ;;
esac
"""


class Machine:
    """A machine with a clone of the repository and these tools."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "a clone"
        self.bin = folder / "bin"
        self.log = folder / "log"
        for made in (self.home / ".ci", self.bin):
            made.mkdir(parents=True)
        shutil.copy(SCRIPT, self.home / "run")
        self.tool("check", '#!/bin/sh\necho "check $*"\n', self.home / ".ci")
        for name in ("uv.lock", "pyproject.toml"):
            (self.home / name).touch()
            os.utime(self.home / name, (1, 1))
        self.uv = self.tool("uv-of-it", UV, folder)
        for name in ("sh", "dirname", "mkdir", "cp", "chmod", "rm"):
            (self.bin / name).symlink_to(str(shutil.which(name)))

    def tool(self, name: str, text: str, folder: Path | None = None) -> Path:
        path = (folder or self.bin) / name
        path.unlink(missing_ok=True)  # were it a link, the real tool would be written over
        path.write_text(text)
        path.chmod(0o755)
        return path

    def has_uv(self) -> None:
        self.tool("uv", UV)

    def has_python(self, *, pip: bool = False, index: bool = True, minor: int = 11) -> None:
        self.tool("python3", PYTHON.format(has_pip=0 if pip else 1, index=0 if index else 1, minor=minor))

    def run(self, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.home / "run"), *words],
            env={
                "PATH": str(self.bin),
                "LOG": str(self.log),
                "HOME": str(self.bin.parent),
                "HOME_OF_IT": str(self.home),
                "UV_OF_IT": str(self.uv),
                "VIRTUAL_ENV": "/somewhere/else",
                **surroundings,
            },
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )

    def called(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def given_to_uv(self) -> tuple[str, str, str]:
        """Cache, certificates and environment that the last call of uv was told by the environment."""
        cache, certificates, place = Path(f"{self.log}.env").read_text().splitlines()[-1].split("|")
        return cache, certificates, place


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_with_uv_it_sets_up_and_passes_every_word_on(machine):
    machine.has_uv()
    done = machine.run("receive", "--json", "a file.json", "")
    assert done.returncode == 7
    assert done.stdout.splitlines() == ["<receive>", "<--json>", "<a file.json>", "<>"]
    (call,) = machine.called()
    assert call.startswith("uv sync ")
    assert {"--frozen", "--no-dev", "--inexact"} <= set(call.split())


def test_a_second_time_it_sets_nothing_up(machine):
    machine.has_uv()
    machine.run("doctor")
    machine.run("doctor")
    assert len(machine.called()) == 1


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_a_newer_lock_is_set_up_again(machine, changed):
    machine.has_uv()
    machine.run("doctor")
    os.utime(machine.home / changed, (2**31, 2**31))
    machine.run("doctor")
    assert len(machine.called()) == 2


def test_a_lost_environment_is_set_up_again(machine):
    machine.has_uv()
    machine.run("doctor")
    shutil.rmtree(machine.home / ".venv")
    assert machine.run("doctor").returncode == 7


def test_test_sets_up_with_the_tools_of_development_and_runs_the_whole_check(machine):
    machine.has_uv()
    done = machine.run("test", "-k", "a b")
    assert done.stdout == "check -k a b\n"
    assert "--dev" in machine.called()[0].split()


def test_with_python_only_it_fetches_uv_into_its_own_folder(machine):
    machine.has_python()
    done = machine.run("doctor")
    assert done.returncode == 7, done.stderr
    fetch = next(call for call in machine.called() if "fetch_uv.py" in call)
    assert fetch == f"python3 {machine.home}/tools/fetch_uv.py {machine.home}/uv.lock {machine.home}/.uv"
    assert any(call.startswith("uv sync") for call in machine.called())
    assert "準備しています" in done.stderr
    assert done.stdout == "<doctor>\n"


def test_uv_that_was_fetched_before_is_used(machine):
    machine.has_python()
    machine.run("doctor")
    os.utime(machine.home / "uv.lock", (2**31, 2**31))
    machine.run("doctor")
    assert len([call for call in machine.called() if "fetch_uv" in call]) == 1
    assert len([call for call in machine.called() if call.startswith("uv sync")]) == 2


def test_uv_of_its_own_keeps_its_downloads_in_the_clone(machine):
    machine.has_python()
    machine.run("doctor")
    assert machine.given_to_uv()[0] == f"{machine.home}/.uv/cache"


def test_uv_of_the_machine_keeps_its_downloads_where_it_likes(machine):
    machine.has_uv()
    machine.run("doctor", UV_PROJECT_ENVIRONMENT="/elsewhere")
    cache, _, place = machine.given_to_uv()
    assert (cache, place) == ("", "")


@pytest.mark.parametrize("home", ["/proc/nowhere", ""])
def test_where_the_home_cannot_be_written_to_downloads_are_kept_in_the_clone(machine, home):
    machine.has_uv()
    assert machine.run("doctor", HOME=home).returncode == 7
    assert machine.given_to_uv()[0] == f"{machine.home}/.uv/cache"


def test_certificates_that_were_named_are_kept(machine):
    machine.has_uv()
    machine.run("doctor", SSL_CERT_FILE="/of/our/company.pem")
    assert machine.given_to_uv()[1] == "/of/our/company.pem"


def test_where_uv_cannot_be_had_pip_does_it(machine):
    machine.has_python(pip=True, index=False)
    done = machine.run("doctor")
    assert done.returncode == 7, done.stderr
    assert any(call.startswith("python3 -m venv --without-pip") for call in machine.called())


def test_where_uv_cannot_be_had_pip_brings_the_tools_of_development_too(machine):
    machine.has_python(pip=True, index=False)
    machine.run("test")
    (install,) = [call for call in machine.called() if "--python" in call]
    assert install.endswith("pytest>=8.4 ruff")


def test_without_a_way_to_any_tool_it_says_so_in_both_languages(machine):
    machine.has_python(index=False)
    done = machine.run("doctor")
    assert done.returncode == 1
    assert "準備できませんでした" in done.stderr
    assert "Check the network" in done.stderr
    assert not (machine.home / ".venv").exists()


@pytest.mark.parametrize("minor", [8, 10])
def test_a_python_that_is_too_old_is_named(machine, minor):
    machine.has_python(minor=minor)
    done = machine.run("doctor")
    assert done.returncode == 1
    assert done.stderr.count(f"Python 3.{minor}.0") == 2
    assert not any("fetch_uv" in call for call in machine.called())


def test_uv_does_with_any_python(machine):
    machine.has_python(minor=8)
    machine.has_uv()
    assert machine.run("doctor").returncode == 7


def test_without_python_it_says_what_to_install(machine):
    done = machine.run("doctor")
    assert done.returncode == 1
    assert done.stderr.count("apt install python3") == 2


def test_a_clone_that_was_moved_is_set_up_anew(machine):
    """Programs of the environment name the folder they were made in."""
    machine.has_uv()
    machine.run("doctor")
    (machine.home / ".venv" / "of-the-old-place").touch()
    machine.home = machine.home.rename(machine.home.with_name("引っ越し先"))
    assert machine.run("doctor").returncode == 7
    assert len([call for call in machine.called() if call.startswith("uv sync")]) == 2
    assert not (machine.home / ".venv" / "of-the-old-place").exists()


def test_a_set_up_that_was_killed_begins_anew(machine):
    """What uv was putting there when it was killed would be taken for whole."""
    machine.tool("uv", '#!/bin/sh\nmkdir -p "$HOME_OF_IT/.venv/half" && kill -9 $PPID\n')
    assert machine.run("doctor").returncode == -9
    assert (machine.home / ".venv" / "half").exists()
    machine.has_uv()
    assert machine.run("doctor").returncode == 7
    assert not (machine.home / ".venv" / "half").exists()
    (machine.home / ".venv" / "whole").touch()
    assert machine.run("test").returncode == 0
    assert (machine.home / ".venv" / "whole").exists()


def test_a_second_start_waits_for_the_set_up_of_the_first(machine):
    """The first one is played: a process that lives, and what it leaves when it is ready."""
    machine.has_uv()
    machine.run("doctor")
    (machine.home / ".venv" / ".set-up-run-time").rename(machine.home / "ready")
    machine.tool(
        "sleep",
        '#!/bin/sh\nmv "$HOME_OF_IT/ready" "$HOME_OF_IT/.venv/.set-up-run-time"; rm "$HOME_OF_IT/.uv/begun"\n',
    )
    (machine.bin / "mv").symlink_to(str(shutil.which("mv")))
    (machine.home / ".uv" / "begun").write_text(f"{os.getpid()}\n")
    done = machine.run("doctor")
    assert done.returncode == 7, done.stderr
    assert f"({os.getpid()})" in done.stderr
    assert len(machine.called()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_clone_that_cannot_be_written_to_is_told(machine):
    machine.has_uv()
    machine.home.chmod(0o555)
    done = machine.run("doctor")
    machine.home.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr.count(str(machine.home)) == 2
    assert machine.called() == []


@pytest.mark.parametrize(
    ("given", "language", "letters"),
    [
        ({"LC_ALL": "C"}, "C", "C.UTF-8"),
        ({"LC_ALL": "ja_JP.eucJP", "LANG": "en_US.UTF-8"}, "ja_JP.eucJP", "C.UTF-8"),
        ({"LANG": "ja_JP.SJIS"}, "ja_JP.SJIS", "C.UTF-8"),
        ({"LANG": "ja_JP.UTF-8"}, "ja_JP.UTF-8", ""),
        ({"LC_ALL": "ja_JP.utf8"}, "", ""),
    ],
)
def test_letters_are_utf_8_whatever_the_locale_and_its_language_stays(machine, given, language, letters):
    """Else Python could not find the code below a folder with a Japanese name."""
    told = '#!/bin/sh\nmkdir -p "$HOME_OF_IT/.venv/bin"\ncp "$HOME_OF_IT/../said" "$HOME_OF_IT/.venv/bin/kikitori"\n'
    machine.tool("said", '#!/bin/sh\necho "$LANG|${LC_CTYPE-}|${LC_ALL-}"\n', machine.home.parent)
    machine.tool("uv", told)
    said = machine.run("doctor", **given).stdout.strip()
    assert said == f"{language}|{letters}|{'' if letters else given.get('LC_ALL', '')}"


def test_a_set_up_that_fails_is_not_taken_for_done(machine):
    machine.tool("uv", "#!/bin/sh\nexit 1\n")
    assert machine.run("doctor").returncode != 0
    machine.has_uv()
    assert machine.run("doctor").returncode == 7


@pytest.mark.parametrize("script", ["run", ".ci/run", ".ci/check"])
def test_scripts_are_plain_sh(script):
    text = (ROOT / script).read_text()
    assert text.startswith("#!/bin/sh\n")
    assert subprocess.run(["/bin/sh", "-n", ROOT / script], check=False).returncode == 0
    assert os.access(ROOT / script, os.X_OK)
