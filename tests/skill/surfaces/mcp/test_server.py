import base64
import json
import re
import shlex

import pytest
from mcp.shared.exceptions import MCPError

from customer_segmentation.catalogue import TOOLS
from customer_segmentation.kit.tool import Effect
from customer_segmentation_skill.surfaces.mcp.finished import MOST_TOKENS, tokens

ERAS = pytest.mark.parametrize("mode", ["auto", "legacy"])
DEMO = "shop/orders.csv"


@ERAS
def test_every_tool_of_the_catalogue_is_listed_with_what_goes_in_and_comes_out(hosted, mode):
    async def talk(client):
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    listed = hosted(talk, mode=mode)
    assert list(listed) == [*(tool.name for tool in TOOLS), "check_figures", "approval_status"]
    for tool in TOOLS:
        found = listed[tool.name]
        fields = {info.alias or name for name, info in tool.request.model_fields.items()}
        assert fields <= set(found.input_schema["properties"])
        assert found.input_schema["additionalProperties"] is False
        assert "language" in found.input_schema["properties"]
        assert found.output_schema["required"] == ["tool", "reply", "language"]
        hints = found.annotations
        reads, sends = tool.effect is Effect.READ, tool.effect is Effect.SEND
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (
            reads,
            not reads,
            sends,
        )
    assert listed["rfm_segments"].input_schema["properties"]["source"]["type"] == "string"


@ERAS
@pytest.mark.parametrize(("language", "name"), [("en", "Champions"), ("zh", "冠军客户")])
def test_an_analysis_gives_a_finished_reply_with_its_facts_and_tells_its_steps(hosted, mode, language, name):
    steps = []

    async def told(_number, _total, words):
        steps.append(words)

    async def talk(client):
        asked = {"source": DEMO, "language": language}
        return await client.call_tool("analyse_customers", asked, progress_callback=told)

    result = hosted(talk, mode=mode)
    said, facts = result.structured_content, result.structured_content["facts"]
    assert result.content[0].text == said["reply"]
    assert name in said["reply"]
    assert tokens(said["reply"]) <= MOST_TOKENS
    assert (said["tool"], said["language"], said["number"]) == ("analyse_customers", language, "r5")
    assert len(facts) == 60
    assert facts["rfm_segments.all.customers"]["unit"] == "customers"
    assert steps[0] in {"Reading and checking the file", "正在读取并检查文件"}
    assert len(steps) == 4


def test_the_same_figures_as_on_the_command_line(hosted, run):
    async def talk(client):
        return (await client.call_tool("rfm_segments", {"source": DEMO})).structured_content

    said = hosted(talk)
    printed = json.loads(
        run("tool", "rfm_segments", "--source", DEMO, "--workspace", "workspace", "--json").stdout
    )
    assert said["result_id"] == printed["result_id"]
    assert said["facts"].items() <= printed["facts"].items()
    masked = [row for row in said["tables"]["segments"] if row["customers"] == "<5"]
    assert [row for row in said["tables"]["segments"] if row not in printed["tables"]["segments"]] == masked
    assert len(said["tables"]["segments"]) > len(masked)


def test_what_is_wrong_is_said_and_how_to_mend_it(hosted):
    async def talk(client):
        before = await client.call_tool("rfm_segments", {"language": "zh"})
        await client.call_tool("load_data", {"source": DEMO})
        return before, await client.call_tool("rfm_segments", {"where": "x" * 3_000_000})

    before, huge = hosted(talk)
    assert (before.is_error, "还没有" in before.content[0].text) == (True, True)
    assert (huge.is_error, "where" in huge.content[0].text) == (True, True)
    assert len(huge.content[0].text) < 500


def test_a_tool_that_does_not_exist_is_a_wrong_request(hosted):
    async def talk(client):
        with pytest.raises(MCPError, match="no tool 'rm_rf'"):
            await client.call_tool("rm_rf", {})

    hosted(talk)


def test_an_error_that_nobody_foresaw_goes_to_the_log_and_not_to_the_host(hosted, workspace, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError("planted secret")

    monkeypatch.setattr("customer_segmentation_skill.surfaces.mcp.calls.invoke", broken)

    async def talk(client):
        return await client.call_tool("describe_data", {})

    result = hosted(talk)
    assert (result.is_error, "planted secret" in result.content[0].text) == (True, False)
    assert "planted secret" in (workspace.root / "errors.log").read_text(encoding="utf-8")


def test_rows_of_single_customers_are_never_given_to_a_host(hosted, workspace, run):
    async def talk(client):
        asked = {"source": DEMO, "by": "customer", "top": 5}
        result = await client.call_tool("query_data", asked)
        read = await client.read_resource(
            f"customer-segmentation://results/{result.structured_content['result_id']}"
        )
        return result, read

    result, read = hosted(talk)
    rows = workspace.result(result.structured_content["result_id"]).reply.rows["customers"].rows
    given = result.model_dump_json() + read.model_dump_json()
    assert len(rows) == 5
    assert [row[0] for row in rows if str(row[0]) in given] == []
    assert "stay with you" in result.content[0].text
    (command,) = re.findall(r"customer-segmentation (tool .*)", result.content[0].text)
    shown = run(*shlex.split(command)).output
    assert [row[0] for row in rows if str(row[0]) not in shown] == []


def test_pictures_are_shown_linked_and_read(hosted, workspace):
    async def talk(client):
        asked = {"source": DEMO, "kind": "segment_bars"}
        result = await client.call_tool("draw_chart", asked)
        links = [block for block in result.content if block.type == "resource_link"]
        listed = {one.uri for one in (await client.list_resources()).resources}
        return result, links, listed, [(await client.read_resource(link.uri)).contents[0] for link in links]

    result, links, listed, contents = hosted(talk)
    image = next(block for block in result.content if block.type == "image")
    reply = workspace.result(result.structured_content["result_id"])
    drawn = next(reply.file(made) for made in reply.reply.artifacts if made.name.endswith(".png"))
    assert base64.b64decode(image.data) == drawn.read_bytes()
    assert {link.uri for link in links} <= listed
    png = next(content for content in contents if content.mime_type == "image/png")
    assert base64.b64decode(png.blob) == drawn.read_bytes()
    assert contents[-1].mime_type == "text/markdown"


@pytest.mark.parametrize(
    "address",
    [
        "customer-segmentation://results/nothing",
        "customer-segmentation://files/r1/../../journal.sqlite",
        "customer-segmentation://files/r1/%2e%2e%2f%2e%2e%2fjournal.sqlite",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_of_the_machine_can_be_read(hosted, address):
    async def talk(client):
        await client.call_tool("load_data", {"source": DEMO})
        with pytest.raises(MCPError):
            await client.read_resource(address)

    hosted(talk)


def test_the_prompts_are_commands_with_what_they_were_given(hosted):
    async def talk(client):
        names = [prompt.name for prompt in (await client.list_prompts()).prompts]
        given = {"file": "orders of\nmay.csv", "language": "zh"}
        filled = await client.get_prompt("customer-segmentation", given)
        empty = await client.get_prompt("optimisation-plan", {})
        with pytest.raises(MCPError, match="no prompt"):
            await client.get_prompt("other", {})
        return names, filled.messages[0].content.text, empty.messages[0].content.text

    names, filled, empty = hosted(talk)
    assert names == ["customer-segmentation", "segment-advice", "optimisation-plan"]
    assert "请对 orders of may.csv 里的客户做分群" in filled
    assert "Ask me for my budget" in empty


def test_a_draft_is_checked_and_its_figures_are_set_in(hosted):
    async def talk(client):
        await client.call_tool("rfm_segments", {"source": DEMO})
        good = "Champions has [[rfm_segments.champions.customers]] customers."
        bad = "Champions has 4711 customers, more than ever."
        results = [await client.call_tool("check_figures", {"draft": draft}) for draft in (good, bad)]
        return [result.structured_content for result in results]

    good, bad = hosted(talk)
    assert (good["fine"], good["problems"]) == (True, [])
    assert "[[" not in good["text"]
    assert (bad["fine"], [one["kind"] for one in bad["problems"]]) == (False, ["bare_number", "comparison"])
    assert "⚠ unverified" in bad["text"]


def test_a_value_of_the_data_becomes_no_link_no_image_and_no_html(hosted, here):
    planted = [
        "![x](https://evil.example/x.png)",
        "[x](https://evil.example)",
        "<img src=https://evil.example>",
    ]
    lines = [f"c{n % 20},o{n},2024-0{n % 9 + 1}-15,{n + 5}.00,{planted[n % 3]}" for n in range(60)]
    (here / "odd.csv").write_text("\n".join(["customer,order,date,amount,country", *lines]), encoding="utf-8")

    async def talk(client):
        return await client.call_tool("query_data", {"source": "odd.csv", "by": "country"})

    said = hosted(talk).content[0].text
    assert "evil.example" in said
    assert r"\<img src" in said
    assert [sign for sign in ("![", "](", " <img") if sign in said] == []


def test_a_group_of_a_few_people_is_masked_in_words_and_tables(hosted, workspace):
    async def talk(client):
        await client.call_tool("load_data", {"source": DEMO})
        few = await client.call_tool("define_segment", {"rule": "revenue > 1500", "name": "Big"})
        return few.structured_content

    said = hosted(talk)
    reply = workspace.result(said["result_id"]).reply
    count = reply.facts["define_segment.chosen.customers"].value
    assert 0 < count < 5
    row = next(row for row in said["tables"]["segments"] if row["id"] == "chosen")
    assert (row["customers"], row["revenue"]) == ("<5", "–")
    assert not [key for key in said["facts"] if ".chosen." in key]
    assert "| Big | <5 | – |" in said["reply"]
