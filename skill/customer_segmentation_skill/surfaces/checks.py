"""The checks of ``doctor``. None of them shows a secret or asks an endpoint that nobody agreed to."""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.chat.consent import has_consent
from customer_segmentation_skill.config import Brain

_DISTRIBUTION: Final = "customer-segmentation"
_SECONDS: Final = 4
_FOR_DEVELOPERS: Final = "dev"
_MEGABYTE: Final = 1_000_000
_KEY_REFUSED: Final = frozenset({401, 403})


@dataclass(frozen=True)
class Check:
    """One line of the doctor."""

    words: str
    fine: bool = True


def installed(language: str) -> Iterator[Check]:
    """Yield Python, the packages this one needs, and a line on optional ones that are missing."""
    yield Check(message("doctor_python", language, version=platform.python_version()))
    missing = []
    for requirement in metadata.requires(_DISTRIBUTION) or []:
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)", requirement)
        version = _version(name)
        if extra:
            missing += [name] if version is None and extra[1] != _FOR_DEVELOPERS else []
        elif version is None:
            yield Check(message("doctor_package_missing", language, name=name), fine=False)
        else:
            yield Check(message("doctor_package", language, name=name, version=version))
    if missing:
        yield Check(message("doctor_optional_missing", language, names=", ".join(missing)))


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def brain_checks(brain: Brain, workspace: Workspace, language: str) -> Iterator[Check]:
    """Yield which brain answers, and whether its endpoint does, if it may be asked."""
    if brain.is_offline:
        yield Check(message("doctor_brain", language, brain=message("chat_offline_brain", language)))
        return
    yield Check(message("doctor_brain_endpoint", language, brain=brain.name, host=brain.host))
    if not has_consent(workspace, brain):
        yield Check(message("doctor_no_consent", language, host=brain.host))
        return
    yield _reached(brain, language)


def _reached(brain: Brain, language: str) -> Check:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    if not brain.base_url.startswith(("http://", "https://")):
        return Check(
            message("doctor_unreachable", language, host=brain.host, problem=brain.base_url), fine=False
        )
    headers = {"Authorization": f"Bearer {brain.api_key}"} if brain.api_key else {}
    request = Request(f"{brain.base_url.rstrip('/')}/models", headers=headers)  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=_SECONDS):  # noqa: S310 - checked above
            pass
    except HTTPError as error:
        if error.code in _KEY_REFUSED:
            return Check(message("doctor_key_refused", language, host=brain.host), fine=False)
    except (OSError, ValueError) as error:
        problem = getattr(error, "reason", None) or type(error).__name__
        return Check(message("doctor_unreachable", language, host=brain.host, problem=problem), fine=False)
    return Check(message("doctor_reachable", language, host=brain.host))


def workspace_check(workspace: Workspace, language: str) -> Check:
    """Return where the workspace lies and how large it is; opening it showed that it can be written."""
    size = sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file())
    said = f"{size / _MEGABYTE:,.1f}"
    return Check(message("doctor_workspace", language, path=workspace.root, size=said))


def prompts_found(language: str) -> Check:
    """Return whether the words are where they belong."""
    folder = prompts_path()
    count = sum(path.is_file() for path in folder.rglob("*"))
    return Check(message("doctor_prompts", language, path=folder, count=count))
