"""The files for containers: valid, pinned, without passwords, and an entry point that runs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from index.cache import cache_path
from index.place import IndexPlace
from index.version import VERSION
from tests.processes import LONG_S
from ui.server.access import access_to, hosts_from
from ui.server.serving import Place

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
KUBERNETES = "1.37"
BIN = Path(sys.executable).parent
OWN_TAG = VERSION.removesuffix(".dev0")
SETTINGS = {"PATH": f"{BIN}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}


def run(*command, folder=ROOT, text=None, settings=None):
    return subprocess.run(
        [str(own) for own in command],
        cwd=folder,
        env=settings,
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


def test_the_page_sees_the_files_that_were_indexed():
    """Else it says of each plan that its file is gone, and shows no scan."""
    mounted = {
        name: [own for own in SERVICES[name]["volumes"] if ":/lantian/corpus" in own]
        for name in ("index", "page")
    }
    assert mounted["index"] == mounted["page"] == ["../corpus:/lantian/corpus:ro"]


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


def test_an_index_elsewhere_has_a_folder_that_a_pod_may_write_to():
    """What the README names: else it would be made beside the program, on a read-only system."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"^ +- LANTIAN_INDEX=(\S+)$", text, re.MULTILINE)
    place = IndexPlace.of(named)
    assert place.milvus and place.plans
    deployment = next(own for own in objects() if own["kind"] == "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    writable = {own["name"] for own in pod["volumes"] if "emptyDir" in own}
    mounts = {own["mountPath"]: own["name"] for own in pod["containers"][0]["volumeMounts"]}
    assert mounts[str(place.folder.parent)] in writable
    assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsGroup"]


def test_a_way_out_that_is_told_is_valid():
    """The README's example takes the place of none in the policy."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (block,) = (own for own in re.findall(r"```yaml\n(.*?)```", text, re.S) if "egress" in own)
    policy = next(own for own in objects() if own["kind"] == "NetworkPolicy")
    assert policy["spec"]["egress"] == []
    policy["spec"] |= yaml.safe_load(block)
    kubernetes_validate.validate(policy, KUBERNETES, strict=True)
    ports = {port["port"] for rule in policy["spec"]["egress"] for port in rule["ports"]}
    assert ports == {53, 5432, 19530}


def test_who_scrapes_the_pods_gives_the_token():
    """The usual scrape by annotations sends none, and would be turned away each time."""
    deployment = next(own for own in objects() if own["kind"] == "Deployment")
    annotations = deployment["spec"]["template"]["metadata"].get("annotations", {})
    assert not [name for name in annotations if name.startswith("prometheus.io/")]
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.S)
    (jobs,) = (yaml.safe_load(own)["scrape_configs"] for own in blocks if "scrape_configs" in own)
    assert [key for job in jobs for key in job if key.endswith("_configs")] == [
        "static_configs",
        "kubernetes_sd_configs",
        "relabel_configs",
    ]
    assert all(job["authorization"].keys() == {"credentials_file"} for job in jobs)


def test_the_proxy_learns_where_pages_are_that_were_made_anew():
    """It looks their addresses up once, when it starts."""
    assert SERVICES["proxy"]["depends_on"]["page"]["restart"] is True


def test_a_visitor_stays_with_a_process():
    assert re.search(r"^ +ip_hash;$", (DEPLOY / "nginx.conf").read_text("utf-8"), re.MULTILINE)
    service = next(own for own in objects() if own["kind"] == "Service")
    assert service["spec"]["sessionAffinity"] == "ClientIP"


def test_a_container_run_as_told_goes_by_the_name_that_its_machine_is_reached_by():
    """The address that a visitor comes in on is the container's, which nobody asks for."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    (line,) = (own for own in text.splitlines() if own.startswith("docker run --read-only"))
    told = dict(re.findall(r"-e (\w+)=(\S+)", line))
    access = access_to(Place("0.0.0.0", 7860), hosts_from(told))
    assert access.is_host_allowed("plans.example:7860", "172.17.0.2")
    assert access.is_origin_allowed("http://plans.example:7860", "172.17.0.2:7860")


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
    settings = SETTINGS | {"HOST": "0.0.0.0"}
    done = run("sh", clean / "deploy" / "entrypoint.sh", *arguments, folder="/", settings=settings)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


def preparation():
    """The commands of the Dockerfile that prepare the model and index the plans."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (own,) = (line for line in text.splitlines() if line.startswith("RUN python -m index model"))
    return own.removeprefix("RUN ")


@pytest.fixture(scope="module")
def prepared(clean, tmp_path_factory):
    """The folder with the plans and a file that is none; the settings; what preparing it said.

    The model and vectors that this machine has are found; dictionaries are made.
    """
    shutil.copytree(ROOT / "corpus", clean / "corpus")
    (clean / "corpus" / "plans" / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    cache = tmp_path_factory.mktemp("cache") / "lantian"
    cache.mkdir()
    for name in ("models", "vectors"):
        if (cache_path() / name).exists():
            (cache / name).symlink_to(cache_path() / name)
    settings = SETTINGS | {"XDG_CACHE_HOME": str(cache.parent), "LANG": "C.UTF-8"}
    done = run("sh", "-c", preparation(), folder=clean, settings=settings)
    return clean, settings, done


@pytest.mark.model
def test_the_image_is_prepared_where_a_file_is_left_out_and_a_question_has_no_answer(prepared):
    clean, settings, done = prepared
    assert done.returncode == 0, done.stderr
    assert "broken.pdf" in done.stderr
    assert "5 plans" in done.stdout
    kept = Path(settings["XDG_CACHE_HOME"]) / "lantian"
    assert (kept / "models").exists() and not (kept / "vectors").exists()
    found = run("python", "-m", "index", "search", "秸秆", folder=clean, settings=settings)
    assert found.returncode == 0, found.stderr


@pytest.mark.model
def test_the_service_that_indexes_ends_well_where_a_file_is_left_out(prepared):
    clean, settings, _ = prepared
    command = [own.replace("$$", "$") for own in SERVICES["index"]["command"]]
    command = [own.replace("/lantian/corpus", str(clean / "corpus")) for own in command]
    entry = ("sh", clean / "deploy" / "entrypoint.sh", *command)
    done = run(*entry, folder="/", settings=settings)
    assert done.returncode == 0, done.stderr
    assert "broken.pdf" in done.stderr
    nowhere = [str(own).replace(str(clean / "corpus"), str(clean / "none")) for own in entry]
    assert run(*nowhere, folder="/", settings=settings).returncode != 0


@pytest.mark.model
def test_what_cannot_be_prepared_is_no_image(prepared, tmp_path):
    """Without plans nothing is indexed, and what was tolerated is told from it."""
    clean, settings, _ = prepared
    bare = tmp_path / "bare"
    shutil.copytree(clean, bare, ignore=shutil.ignore_patterns("corpus", "data"))
    done = run("sh", "-c", preparation(), folder=bare, settings=settings)
    assert done.returncode not in (0, 3), done.stdout
