import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.allowed import is_allowed, path_to_write


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "~/out.csv", "a/../../out.csv"])
def test_paths_outside_are_refused(workspace, name):
    with pytest.raises(InputError, match="outside this folder"):
        path_to_write(name, workspace)


def test_a_link_that_leads_outside_is_refused(workspace, here, tmp_path_factory):
    (here / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(InputError, match="outside this folder"):
        path_to_write("link/out.csv", workspace)


def test_an_existing_file_is_never_overwritten(workspace, here):
    (here / "list.csv").write_text("")
    (here / "list-2.csv").symlink_to(here / "nowhere")
    assert path_to_write("list.csv", workspace) == here / "list-3.csv"


def test_a_folder_is_no_file(workspace, here):
    (here / "folder").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        path_to_write("folder", workspace)


def test_a_folder_of_the_profile_is_allowed(workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    assert not is_allowed(folder / "a.csv", workspace)
    workspace.profile.told("folders", str(folder)).write(workspace.root)
    assert is_allowed(folder / "a.csv", workspace)


def test_the_root_of_the_file_system_is_nobodys_choice(workspace, here, monkeypatch):
    monkeypatch.chdir("/")
    assert not is_allowed(here / "a.csv", workspace)
    assert is_allowed(workspace.root / "a.csv", workspace)
