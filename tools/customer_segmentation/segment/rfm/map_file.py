"""Reading segment maps: the built-in ones from ``prompts/maps``, a person's own from a YAML file."""

from pathlib import Path

from pydantic import ValidationError

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.rfm.map import SegmentMap, refuse_inexact
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.workspace import Workspace

_LARGEST_FILE = 64 * 1024
_ENDINGS = (".yaml", ".yml")


def built_in_maps() -> list[str]:
    """Return the names of the maps that come with the product."""
    return sorted(path.stem for path in (prompts_path() / "maps").glob("*.yaml"))


def map_path(name: str, workspace: Workspace) -> Path:
    """Return the file of a built-in map or of a person's own.

    Raises:
        InputError: There is no such map or file, it lies outside the allowed folders, or is no YAML file.
    """
    if name in built_in_maps():
        return prompts_path() / "maps" / f"{name}.yaml"
    path = Path(name).expanduser()
    if path.suffix.lower() not in _ENDINGS:
        raise InputError("rfm_map_unknown", map=name, maps=", ".join(built_in_maps()))
    if name not in workspace.typed and not is_allowed(path, workspace):
        raise InputError("path_not_allowed", path=name)
    if not path.is_file():
        raise InputError("rfm_map_missing", path=name)
    return path


def map_text(name: str, workspace: Workspace) -> str:
    """Return the text of a map; raises InputError if it is too large or not UTF-8."""
    path = map_path(name, workspace)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise InputError("rfm_map_large", path=name)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("rfm_map_not_text", path=name) from None
    except OSError as error:
        raise InputError("rfm_map_unreadable", path=name, problem=error.strerror or error) from None


def load_map(name: str, workspace: Workspace) -> SegmentMap:
    """Return a checked map.

    Raises:
        InputError: No YAML, a field that does not fit, or an exact map with gaps or overlaps.
    """
    import yaml

    try:
        content = yaml.safe_load(map_text(name, workspace))
        segment_map = SegmentMap.model_validate(content)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError("rfm_map_not_yaml", map=name, line=1 if mark is None else mark.line + 1) from None
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        problem = fault["msg"].removeprefix("Value error, ")
        raise InputError("rfm_map_wrong", map=name, field=field or "map", problem=problem) from None
    refuse_inexact(segment_map, name)
    return segment_map
