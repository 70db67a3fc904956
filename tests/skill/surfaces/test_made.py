import json
import re


def test_a_reply_ends_with_where_its_pictures_are(run, demo_file, here):
    result = run("tool", "draw_chart", "--source", demo_file, "--kind", "segment_bars")
    assert result.exit_code == 0, result.stderr
    last = result.stdout.strip().splitlines()[-1]
    found = re.fullmatch(
        r"Saved: (\.customer-segmentation/outputs/segment-bars-[0-9a-f]{6})\.png \(also \.svg, \.html\)", last
    )
    assert found
    assert [(here / f"{found[1]}{ending}").exists() for ending in (".png", ".svg", ".html")] == [True] * 3


def test_what_is_made_is_in_the_language_of_the_command(run, demo_file, here):
    chinese = run("tool", "draw_chart", "--source", demo_file, "--kind", "segment_bars", "--language", "zh")
    before = run("--language", "zh", "tool", "draw_chart", "--kind", "segment_bars")
    assert chinese.stdout == before.stdout
    path = re.search(r"已保存：(\S+)\.png", chinese.stdout)[1]
    assert "各分群" in (here / f"{path}.html").read_text(encoding="utf-8")


def test_a_program_gets_the_paths(run, demo_file):
    said = json.loads(
        run("tool", "draw_chart", "--source", demo_file, "--kind", "segment_bars", "--json").stdout
    )
    assert [made["media_type"] for made in said["artifacts"]] == ["image/png", "image/svg+xml", "text/html"]
    assert all("/outputs/segment-bars-" in made["path"] for made in said["artifacts"])
    assert {key.split(".")[0] for key in said["facts"]} == {"rfm_segments", "draw_chart"}
