import ast
import re
import string

import pytest
import yaml
from source_tree import ROOT, SOURCE, tree

from customer_segmentation.catalogue import TOOLS
from customer_segmentation.kit.words import words_of

RAISED = {"InputError", "MethodError", "NeedsAnswer", "SegmentationError"}
FOLDERS = ("labels", "messages", "questions")


def files(folder, language):
    return sorted((ROOT / "prompts" / folder).glob(f"*.{language}.yaml"))


def flat(loaded, before=""):
    for key, value in (loaded or {}).items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{key}/")
        else:
            yield f"{before}{key}", str(value)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_key_stands_only_once(folder):
    keys = [
        key
        for path in files(folder, "en")
        for key, _ in flat(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_languages_say_the_same_things(folder):
    english, chinese = (dict(flat(words_of(folder, language))) for language in ("en", "zh"))
    # A currency without a Chinese name is shown by its code.
    only_english = {key for key in set(english) - set(chinese) if not key.startswith("currencies/")}
    assert (only_english, set(chinese) - set(english)) == (set(), set())


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - {"s"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_messages_take_the_same_values_in_both_languages(language):
    english, other = words_of("messages", "en"), words_of("messages", language)
    differing = {code for code, text in english.items() if fields(text) != fields(other[code])}
    assert differing == set()


def raised_codes():
    for path in SOURCE:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0] if node.args else None
            if name in {*RAISED, "message", "Finding"}:
                code = first or next((k.value for k in node.keywords if k.arg == "code"), None)
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def test_every_code_has_its_words():
    assert sorted(set(raised_codes()) - set(words_of("messages", "en"))) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_tool_has_a_reply_in_both_languages_and_guidance(language):
    missing = [
        f"{tool.name}.{language}.md"
        for tool in TOOLS
        if not (ROOT / "prompts" / "replies" / f"{tool.name}.{language}.md").exists()
    ]
    unguided = [tool.name for tool in TOOLS if not (ROOT / "prompts" / "tools" / f"{tool.name}.md").exists()]
    assert (missing, unguided) == ([], [])


def test_templates_say_no_figures_of_their_own():
    """A digit in a template that is neither a list number nor part of a placeholder would be an invented figure."""
    loose = {}
    for path in sorted((ROOT / "prompts" / "replies").glob("*.md")):
        text = re.sub(
            r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\[\[.*?\]\]",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        text = re.sub(r"(?m)^\s*\d{1,2}\. ", "", text)
        text = re.sub(r"[\"“][^\"”\n]*[\"”]", "", text)  # examples of what a person may say
        found = re.findall(r"[^\n]*\d[\d.,]*\s*(?:%|€|days|天|倍|times)[^\n]*", text)
        if found:
            loose[path.name] = found
    assert loose == {}
