"""The lexicon and the words of the offline brain: complete in both languages, and understood by itself."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from test_understanding import SITUATION

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.words import words_of
from customer_segmentation_skill.offline.moves.moves import _MOVES
from customer_segmentation_skill.offline.reading.cues import pattern_of, terms
from customer_segmentation_skill.offline.understanding.intents import intents, saying
from customer_segmentation_skill.offline.understanding.understand import understand

LANGUAGES = ("en", "zh")
LEVELS = {"settled", "sure", "likely", "hint", "never", "say", "needs", "loose", "with"}
DECIDED = {"approve", "reject"}


def questions():
    for path in sorted((prompts_path() / "questions").glob("*.yaml")):
        for code, question in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            yield pytest.param(question, id=f"{path.stem}-{code}")


def test_both_languages_know_the_same_intents_and_every_intent_has_a_move():
    english, chinese = (list(words_of("lexicon", language)["intents"]) for language in LANGUAGES)
    assert english == chinese
    assert set(intents()) == set(_MOVES) | DECIDED


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_have_known_parts_and_every_cue_compiles(language):
    lexicon = words_of("lexicon", language)
    for intent, entry in lexicon["intents"].items():
        assert set(entry) <= LEVELS, intent
        for level in ("sure", "likely", "hint", "never"):
            for cue in str(entry.get(level, "")).splitlines():
                if cue.strip():
                    re.compile(pattern_of(cue, language, lexicon["concepts"]))


@pytest.mark.parametrize(
    "section",
    [
        *("segments", "loosely", "measures", "dimensions", "traits", "roles", "topics"),
        *("pictures", "charts", "themes", "report_formats"),
    ],
)
def test_terms_have_both_languages(section):
    spoken = {language: words_of("lexicon", language)["chat_terms"][section] for language in LANGUAGES}
    assert set(spoken["en"]) == set(spoken["zh"])
    for meaning, cues in terms(section).items():
        for language, cue in cues:
            assert re.compile(pattern_of(cue, language)), meaning


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", [intent for intent in intents() if intent not in DECIDED])
def test_a_sentence_that_is_offered_is_understood(intent, language):
    if saying(intent, language):
        found = understand(saying(intent, language), SITUATION)
        assert (found.intent, found.is_sure) == (intent, True)


@pytest.mark.parametrize("question", list(questions()))
def test_every_question_that_tools_suggest_is_understood(question):
    found = understand(question, SITUATION)
    assert found.is_sure
    assert found.intent != "out_of_scope"


def offered_sentences():
    """Return every sentence that the brain's own words offer in quotation marks."""
    folder = prompts_path()
    words = [path.read_text(encoding="utf-8") for path in sorted((folder / "replies").glob("chat_*.md"))]
    for path in sorted((folder / "messages").glob("offline.*.yaml")):
        words += yaml.safe_load(path.read_text(encoding="utf-8")).values()
    found = set()
    for text in words:
        spoken = re.sub(r"{{.*?}}", "at risk", re.sub(r"{%.*?%}", "", text))
        found |= {sentence for pair in re.findall(r'"([^"]+)"|“([^”]{3,})”', spoken) for sentence in pair}
    return sorted(sentence for sentence in found if len(sentence) > len("compare"))


@pytest.mark.parametrize("sentence", offered_sentences())
def test_every_sentence_that_its_words_offer_is_understood(sentence):
    spoken = replace(SITUATION, last_intent="show_segment", last_slots={"segment": "at_risk"})
    assert understand(sentence, spoken).is_sure


def test_messages_and_templates_are_there_in_both_languages():
    folder = prompts_path()
    english, chinese = (
        yaml.safe_load((folder / f"messages/offline.{language}.yaml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    )
    assert list(english) == list(chinese)
    for code, text in english.items():
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", chinese[code]), code
    names = {path.name.split(".")[0] for path in (folder / "replies").glob("chat_*.md")}
    assert {path.name for path in (folder / "replies").glob("chat_*.md")} == {
        f"{name}.{language}.md" for name in names for language in LANGUAGES
    }


def test_every_message_and_template_is_used():
    root = Path(understand.__code__.co_filename).parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py")))
    folder = prompts_path()
    messages = yaml.safe_load((folder / "messages/offline.en.yaml").read_text(encoding="utf-8"))
    built = ("chat_beside_", "chat_profile_", "chat_trait_")
    for name in messages:
        assert f'"{name}"' in code or name.startswith(built), name
    for path in (folder / "replies").glob("chat_*.en.md"):
        name = path.name.split(".")[0]
        assert f'"{name}"' in code or name.removeprefix("chat_") in {"greeting", "thanks", "out_of_scope"}, (
            name
        )
