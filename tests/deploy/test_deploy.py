"""The files for containers: valid, pinned, without passwords, and an entry point that runs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from index.version import VERSION
from tests.processes import LONG_S

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
KUBERNETES = "1.37"
BIN = Path(sys.executable).parent
OWN_TAG = VERSION.removesuffix(".dev0")


def run(*command, folder=ROOT, text=None):
    return subprocess.run(
        [str(own) for own in command],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        timeout=LONG_S,
        check=False,
    )


def test_hadolint_has_nothing_to_say():
    done = run(BIN / "hadolint", DEPLOY / "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_hadolint_would_say_so():
    done = run(BIN / "hadolint", "-", text="FROM python\nRUN sudo ls\n")
    assert done.returncode == 1
    assert "DL3006" in done.stdout


def test_the_image_runs_as_nobody_in_particular():
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = [line for line in lines if line.startswith("USER ")][-1]
    assert re.fullmatch(r"USER [1-9]\d+:[1-9]\d+", last)


def test_all_that_is_copied_is_let_through_and_there():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = [
        name
        for line in (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    assert ignored[1] == "*"
    assert set(copied) == allowed
    for name in copied:
        assert list(ROOT.glob(name)), name


def test_the_compose_file_is_valid():
    checker = (BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert run(*checker, DEPLOY / "compose.yaml").returncode == 0


def test_one_that_is_not_would_be_refused(tmp_path):
    (tmp_path / "compose.yaml").write_text("services: {page: {imag: x}}\n", encoding="utf-8")
    checker = (BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert run(*checker, tmp_path / "compose.yaml").returncode == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_and_watched(name):
    image = SERVICES[name]["image"]
    assert re.search(r":(?!latest)[\w.-]*\d[\w.-]*$", image), image
    health = SERVICES[name].get("healthcheck")
    if name != "page":  # the image has one
        assert health and (health.get("test") or (name == "index" and health["disable"]))
    if image.startswith("lantian:"):
        assert image == f"lantian:{OWN_TAG}"


def test_what_a_service_waits_for_is_there():
    for name, own in SERVICES.items():
        for other, how in own.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if other == "index" else "service_healthy"
            assert (other in SERVICES, how["condition"]) == (True, wanted), name


def test_no_password_stands_in_it():
    for name, own in SERVICES.items():
        for variable, value in (own.get("environment") or {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|AUTH|ROOT_USER|ACCESS_KEY", variable):
                assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", str(value)), (name, variable)
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"//[^/\s@]*:[^/\s@]+@", text)


def test_the_example_names_what_must_be_set_and_sets_no_password():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    must = set(re.findall(r"\$\{(\w+):\?", text))
    lines = (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines()
    example = dict(own.split("=", 1) for own in lines if own and not own.startswith("#"))
    assert must <= example.keys()
    assert example.keys() <= set(re.findall(r"\$\{(\w+)", text))
    assert {name for name, value in example.items() if value} == {"LANTIAN_PORT", "LANTIAN_HOSTS"}


def objects():
    folder = DEPLOY / "kubernetes"
    named = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    assert {own.name for own in folder.iterdir()} == {*named["resources"], "kustomization.yaml"}
    for name in named["resources"]:
        yield from yaml.safe_load_all((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("own", list(objects()), ids=lambda own: own["kind"])
def test_an_object_is_valid(own):
    kubernetes_validate.validate(own, KUBERNETES, strict=True)


def test_one_of_another_shape_is_refused():
    bad = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"prots": []}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(bad, KUBERNETES, strict=True)


def test_the_pods_are_asked_where_the_page_answers():
    deployment = next(own for own in objects() if own["kind"] == "Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    paths = {name: container[name]["httpGet"]["path"] for name in container if "Probe" in name}
    assert paths == {
        "startupProbe": "/health",
        "readinessProbe": "/ready",
        "livenessProbe": "/health",
    }
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    images = yaml.safe_load((DEPLOY / "kubernetes/kustomization.yaml").read_text("utf-8"))["images"]
    assert images == [{"name": "lantian", "newTag": OWN_TAG}]


def test_a_visitor_stays_with_a_process():
    assert re.search(r"^ +ip_hash;$", (DEPLOY / "nginx.conf").read_text("utf-8"), re.MULTILINE)
    service = next(own for own in objects() if own["kind"] == "Service")
    assert service["spec"]["sessionAffinity"] == "ClientIP"


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A folder with what the image is made of, and nothing else."""
    folder = tmp_path_factory.mktemp("image") / "lantian"
    for name in ("index", "qa", "ui", "docs/guide", "deploy/entrypoint.sh", "app.py"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("page", "--version"), 0, f"Lantian {VERSION}"),
        (("index", "--version"), 0, f"Lantian {VERSION}"),
        (("qa", "--version"), 0, f"Lantian {VERSION}"),
        (("echo", "anything else"), 0, "anything else"),
        (("index", "search", "x", "--index", "none"), 2, "there is no index here"),
        ((), 1, "set a password, or say that there is none"),
    ],
)
def test_the_entry_point_runs_without_docker(clean, arguments, code, said):
    """From any folder, with the settings of the image; without a decision no page is served."""
    settings = {"PATH": f"{BIN}:/usr/bin:/bin", "HOST": "0.0.0.0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["sh", str(clean / "deploy" / "entrypoint.sh"), *arguments],
        cwd="/",
        env=settings,
        capture_output=True,
        text=True,
        timeout=LONG_S,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
