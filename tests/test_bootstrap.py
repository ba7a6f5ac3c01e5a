"""Set-up: what is ready is used, what is not is made whole, and trouble is one clear line."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from handoutpress import bootstrap, doctor, environment, native
from handoutpress.diagnostics import ExportError, PressError
from handoutpress.environment import BASE_LOCK, TEST_LOCK, Environment

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (BASE_LOCK, TEST_LOCK)
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    """Return the environment of a checkout that nothing is set up in."""
    for lock in LOCKS:
        (tmp_path / lock).write_text(f"{lock}\n")
    text = '[project]\ndependencies = ["no-such-package>=1"]\n[dependency-groups]\ndev = []\n'
    (tmp_path / "pyproject.toml").write_text(f"{text}conformance = []\ncluster = []\n")
    return Environment(tmp_path)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let every command succeed without being run; return what was to be run."""
    return answer(monkeypatch, lambda _: (0, ""))


def answer(
    monkeypatch: pytest.MonkeyPatch, reply: Callable[[Sequence[str]], tuple[int, str]]
) -> list[list[str]]:
    """Answer commands by `reply` on a machine that has the libraries, venv and no uv."""
    commands: list[list[str]] = []

    def run(command: Sequence[str], _: int | None = None) -> Done:
        commands.append(list(command))
        return subprocess.CompletedProcess(command, *reply(command))

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "missing_libraries", lambda: ())
    monkeypatch.setattr(environment, "_venv_package", lambda: ())
    monkeypatch.setattr("shutil.which", lambda name: None)
    return commands


def installs(commands: list[list[str]]) -> list[list[str]]:
    """Return the lock files of each install command."""
    return [
        [Path(c[i + 1]).name for i, part in enumerate(c) if part == "-r"]
        for c in commands
        if "install" in c
    ]


def test_an_environment_is_made_once(place: Environment, ran: list[list[str]]) -> None:
    place.make([BASE_LOCK])
    assert place.is_ready([BASE_LOCK])
    place.make([BASE_LOCK])
    assert installs(ran) == [[BASE_LOCK]]
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(ran[-1])


def test_test_tools_are_added_to_an_environment(place: Environment, ran: list[list[str]]) -> None:
    place.make([BASE_LOCK])
    place.make([BASE_LOCK, TEST_LOCK])
    assert installs(ran) == [[BASE_LOCK], [TEST_LOCK]]
    assert place.is_ready([BASE_LOCK, TEST_LOCK])


def test_a_new_lock_file_means_a_new_environment(place: Environment, ran: list[list[str]]) -> None:
    place.make([BASE_LOCK])
    left = place.folder / "lib" / "python3" / "site-packages" / "old"
    left.mkdir(parents=True)
    (place.root / BASE_LOCK).write_text("newer\n")
    assert not place.is_ready([BASE_LOCK])
    place.make([BASE_LOCK])
    assert installs(ran)[-1] == [BASE_LOCK]
    assert not left.exists()


def test_a_half_made_environment_is_made_anew(
    place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: Sequence[str]) -> tuple[int, str]:
        raise KeyboardInterrupt

    answer(monkeypatch, stop)
    with pytest.raises(KeyboardInterrupt):
        place.make([BASE_LOCK])
    (place.folder / "half").mkdir()
    assert not place.is_ready([BASE_LOCK])
    answer(monkeypatch, lambda _: (0, ""))
    place.make([BASE_LOCK])
    assert place.is_ready([BASE_LOCK])
    assert not (place.folder / "half").exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM x", "not the one that the lock file"),
        ("WARNING: Retrying (...) NewConnectionError: connection broken by", "cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED certificate verify failed", "does not trust"),
    ],
)
def test_a_failed_install_says_why(
    place: Environment, monkeypatch: pytest.MonkeyPatch, said: str, why: str
) -> None:
    answer(monkeypatch, lambda command: (int("install" in command), f"{said}\nERROR: last\n"))
    with pytest.raises(PressError, match=why) as raised:
        place.make([BASE_LOCK])
    (told,) = raised.value.diagnostics
    assert told.code == "D013"
    assert told.hints[-1] == "ERROR: last"
    assert not place.is_ready([BASE_LOCK])


def test_test_tools_that_fail_leave_the_program_usable(
    place: Environment, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.make([BASE_LOCK])
    answer(monkeypatch, lambda _: (1, "ERROR: no"))
    with pytest.raises(PressError):
        place.make([BASE_LOCK, TEST_LOCK])
    assert place.is_ready([BASE_LOCK])


def test_a_folder_that_cannot_be_written_is_one_line(
    place: Environment, ran: list[list[str]]
) -> None:
    place.folder.write_text("a file is in the way")
    with pytest.raises(PressError, match=r"^error\[D011\]: set-up cannot write .*\.venv"):
        place.make([BASE_LOCK])


def test_nothing_changes_behind_a_link(
    place: Environment, ran: list[list[str]], tmp_path: Path
) -> None:
    place.make([BASE_LOCK])
    shared = place.folder.rename(tmp_path / "shared")
    (shared / "theirs").mkdir()
    before = sorted(shared.iterdir())
    place.folder.symlink_to(shared)
    assert place.is_ready([BASE_LOCK])
    (place.root / BASE_LOCK).write_text("newer\n")
    commands = len(ran)
    with pytest.raises(PressError, match=r"^error\[D015\]: .*\.venv is a link to .*shared"):
        place.make([BASE_LOCK])
    assert sorted(shared.iterdir()) == before
    assert len(ran) == commands
    place.folder.unlink()
    place.make([BASE_LOCK])
    assert place.is_ready([BASE_LOCK])


def test_a_link_to_nowhere_is_told(place: Environment, ran: list[list[str]]) -> None:
    place.folder.symlink_to("nowhere")
    with pytest.raises(PressError, match="D015"):
        place.make([BASE_LOCK])


def test_two_set_ups_wait_for_each_other(place: Environment, ran: list[list[str]]) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from handoutpress.environment import Environment\n"
        f"with Environment(Path({str(place.root)!r}))._alone(): print('in')\n"
    )
    with place._alone():
        other = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert other.stderr
        assert "waiting" in other.stderr.readline()
        assert other.poll() is None
    assert other.communicate(timeout=60)[0] == "in\n"


def test_uv_is_used_where_there_is_one(place: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = answer(monkeypatch, lambda _: (0, ""))
    monkeypatch.setattr("shutil.which", lambda name: "/bin/uv" if name == "uv" else None)
    place.make([BASE_LOCK])
    assert [c[:2] for c in commands] == [["/bin/uv", "venv"], ["/bin/uv", "pip"]]
    assert "--require-hashes" in commands[-1]


def test_pip_is_tried_where_uv_fails(place: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = answer(monkeypatch, lambda command: (int(command[0] == "/bin/uv"), ""))
    monkeypatch.setattr("shutil.which", lambda name: "/bin/uv" if name == "uv" else None)
    place.make([BASE_LOCK])
    assert "--require-hashes" in commands[-1]
    assert commands[-1][1:3] == ["-m", "pip"]


def lacking(monkeypatch: pytest.MonkeyPatch, *, family: str, root: bool) -> list[list[str]]:
    """Be a machine without Pango and venv; it has them after apt-get was run."""
    commands = answer(monkeypatch, lambda command: (int("install" in command and not ready()), ""))

    def ready() -> bool:
        return any("update" in command for command in commands)

    monkeypatch.setattr(
        environment, "missing_libraries", lambda: () if ready() else native.LIBRARIES
    )
    monkeypatch.setattr(environment, "_venv_package", lambda: ("python3.11-venv",))
    for module in (environment, native):
        monkeypatch.setattr(module, "system_family", lambda: family)
        monkeypatch.setattr(module, "is_root", lambda: root)
    monkeypatch.setattr("sys.platform", "linux")
    return commands


def test_debian_root_gets_all_packages_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = lacking(monkeypatch, family="debian", root=True)
    environment.install_native()
    wanted = ["libpangoft2-1.0-0", "libharfbuzz-subset0", "python3.11-venv"]
    assert [command[-3:] for command in commands if "install" in command] == [wanted, wanted]


@pytest.mark.parametrize(
    ("family", "root", "line"),
    [
        (
            "debian",
            False,
            "sudo apt-get install -y --no-install-recommends "
            "libpangoft2-1.0-0 libharfbuzz-subset0 python3.11-venv",
        ),
        ("fedora", False, "sudo dnf install -y pango harfbuzz fontconfig"),
        ("arch", True, "pacman -S --noconfirm pango"),
    ],
)
def test_anybody_else_is_told_the_one_line(
    monkeypatch: pytest.MonkeyPatch, family: str, root: bool, line: str
) -> None:
    commands = lacking(monkeypatch, family=family, root=root)
    with pytest.raises(PressError) as raised:
        environment.install_native()
    assert raised.value.diagnostics[0].hints == (line,)
    assert commands == [], "nothing is installed behind anybody's back"


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "suse"),
        ({"ID": "plan9"}, ""),
    ],
)
def test_system_family(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], family: str
) -> None:
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    assert native.system_family() == family


def test_without_pango_the_engine_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "missing_libraries", lambda: native.LIBRARIES[:1])
    with pytest.raises(ExportError, match=r"D001.*lacks GObject"):
        native.require_libraries()


def test_this_machine_has_the_subset_library() -> None:
    assert native.missing_libraries() == ()


def test_the_way_to_pango_on_a_mac(tmp_path: Path) -> None:
    settings = native.linker_settings(tmp_path / "lib", tmp_path / "links")
    first, second, *_ = settings["DYLD_FALLBACK_LIBRARY_PATH"].split(":")
    assert (first, second) == (str(tmp_path / "links"), str(tmp_path / "lib"))
    link = tmp_path / "links" / "libpango-1.0.dylib"
    assert link.readlink() == tmp_path / "lib" / "libpango-1.0.0.dylib"


@pytest.mark.parametrize(
    ("requirement", "met"),
    [
        ("pytest", True),
        ("pytest>=8", True),
        ("Pytest >= 8.0.0", True),
        ("pytest>=999", False),
        ("pytest==8.0,>=7", False),
        ("no-such-package", False),
        ("no-such-package==1; sys_platform == 'win32'", True),
    ],
)
def test_is_met(requirement: str, met: bool) -> None:
    assert bootstrap.is_met(requirement) is met


def test_an_interpreter_that_has_everything_is_used(
    place: Environment, ran: list[list[str]]
) -> None:
    text = (place.root / "pyproject.toml").read_text().replace("no-such-package>=1", "pytest>=8")
    (place.root / "pyproject.toml").write_text(text)
    assert bootstrap.ready_python(place, testing=True) == Path(sys.executable)
    assert ran == []
    assert not place.folder.exists()


def test_an_interpreter_that_lacks_something_is_not_used(
    place: Environment, ran: list[list[str]]
) -> None:
    assert bootstrap.ready_python(place, testing=False) == place.python
    ran.clear()
    assert bootstrap.ready_python(place, testing=False) == place.python
    assert ran == []


def test_trouble_in_set_up_is_told_without_a_traceback(
    place: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", place.root)
    (place.root / BASE_LOCK).unlink()
    assert bootstrap.main(["build"]) == 1
    assert capsys.readouterr().err.startswith("error[D011]: set-up cannot read ")


def test_set_up_needs_the_standard_library_alone() -> None:
    program = (
        "import sys, handoutpress.bootstrap\n"
        "homes = {m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(*sorted(homes - {'__main__', 'handoutpress', 'sitecustomize', 'usercustomize'}))\n"
    )
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_name_no_address_and_hash_everything(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_locked_versions_are_those_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        BASE_LOCK: project["project"]["dependencies"],
        TEST_LOCK: [*groups["dev"], *groups["conformance"]],
    }
    for lock, requirements in wanted.items():
        pins = {name.lower(): version for name, version in pins_of(lock)}
        for requirement in requirements:
            found = bootstrap.REQUIREMENT.match(requirement)
            assert found
            assert found["name"].lower() in pins, f"{requirement} is not in {lock}"
            pinned = bootstrap._numbers(pins[found["name"].lower()])
            bounds = bootstrap.BOUND.finditer(found["bounds"])
            assert all(bootstrap._fits(pinned, bound) for bound in bounds), requirement


def test_lock_files_agree() -> None:
    pins: dict[str, str] = {}
    for lock in LOCKS:
        for name, version in pins_of(lock):
            assert pins.setdefault(name, version) == version, f"{name} in {lock}"


def test_the_list_of_third_parties_is_complete() -> None:
    listed = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    for lock in LOCKS:
        for name, version in pins_of(lock):
            assert f"| {name} | {version} |" in listed, "run tools/third_party.py"


def pins_of(lock: str) -> list[tuple[str, str]]:
    """Return the names and versions of a lock file."""
    return PIN.findall((ROOT / lock).read_text("utf-8"))


def test_doctor_finds_nothing_wrong_here() -> None:
    assert not [finding.trouble for finding in doctor.doctor_report() if finding.trouble]


def test_doctor_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "missing_libraries", lambda: native.LIBRARIES[-1:])
    monkeypatch.setattr(doctor, "absent_families", lambda lang: ("Noto Sans", "Noto Sans CJK JP"))

    def refuse() -> Path:
        raise PermissionError(13, "Permission denied", "/nowhere")

    monkeypatch.setattr(doctor, "prepare_fontconfig", refuse)
    codes = [finding.trouble.code for finding in doctor.doctor_report() if finding.trouble]
    assert codes == ["D001", "D003", "D005"]


def test_an_old_python_is_told_so_in_one_line() -> None:
    source = (ROOT / "publish.py").read_text("utf-8")
    program = f"import sys; sys.version_info = (3, 9, 2); exec({source!r})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in done.stderr
