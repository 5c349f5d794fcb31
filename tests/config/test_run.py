"""The script `run`: how it gets its tools on machines that have uv, only pip, or neither. The tools are played here."""

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
mkdir -p "$HOME_OF_IT/.venv/bin"
printf '#!/bin/sh\\nfor word in "$@"; do echo "<$word>"; done\\nexit 7\\n' > "$HOME_OF_IT/.venv/bin/kikitori"
chmod +x "$HOME_OF_IT/.venv/bin/kikitori"
"""
PYTHON = """#!/bin/sh
echo "python3 $*" >> "$LOG"
case "$*" in
  "-m pip --version") exit {has_pip} ;;
  *"--target"*) [ {index} = 0 ] || exit 1; mkdir -p "$HOME_OF_IT/.uv/bin"; cp "$UV_OF_IT" "$HOME_OF_IT/.uv/bin/uv" ;;
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
        for name in ("sh", "dirname", "mkdir", "cp", "chmod", "touch"):
            (self.bin / name).symlink_to(str(shutil.which(name)))

    def tool(self, name: str, text: str, folder: Path | None = None) -> Path:
        path = (folder or self.bin) / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def has_uv(self) -> None:
        self.tool("uv", UV)

    def has_python(self, *, pip: bool = True, index: bool = True) -> None:
        self.tool("python3", PYTHON.format(has_pip=0 if pip else 1, index=0 if index else 1))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.home / "run"), *words],
            env={
                "PATH": str(self.bin),
                "LOG": str(self.log),
                "HOME_OF_IT": str(self.home),
                "UV_OF_IT": str(self.uv),
                "VIRTUAL_ENV": "/somewhere/else",
            },
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )

    def called(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


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


def test_with_pip_only_it_fetches_uv_into_its_own_folder(machine):
    machine.has_python()
    done = machine.run("doctor")
    assert done.returncode == 7, done.stderr
    install = next(call for call in machine.called() if "install" in call)
    assert f"--target {machine.home}/.uv uv==" in install
    assert any(call.startswith("uv sync") for call in machine.called())
    assert "準備しています" in done.stderr
    assert done.stdout == "<doctor>\n"


def test_uv_that_was_fetched_before_is_used(machine):
    machine.has_python()
    machine.run("doctor")
    os.utime(machine.home / "uv.lock", (2**31, 2**31))
    machine.run("doctor")
    assert len([call for call in machine.called() if "--target" in call]) == 1


def test_where_uv_cannot_be_had_pip_does_it(machine):
    machine.has_python(index=False)
    done = machine.run("doctor")
    assert done.returncode == 7, done.stderr
    assert any(call.startswith("python3 -m venv --without-pip") for call in machine.called())


def test_where_uv_cannot_be_had_pip_brings_the_tools_of_development_too(machine):
    machine.has_python(index=False)
    machine.run("test")
    (install,) = [call for call in machine.called() if "--python" in call]
    assert install.endswith("pytest>=8.4 ruff")


def test_without_pip_it_says_what_to_install(machine):
    machine.has_python(pip=False)
    done = machine.run("doctor")
    assert done.returncode == 1
    assert done.stderr.count("apt install python3-pip") == 2
    assert not (machine.home / ".venv").exists()


def test_without_python_it_says_what_to_install(machine):
    done = machine.run("doctor")
    assert done.returncode == 1
    assert "apt install python3 python3-pip" in done.stderr


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
