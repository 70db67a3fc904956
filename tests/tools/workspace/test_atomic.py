import pytest

from customer_segmentation.workspace.atomic import write_text, write_with


def test_a_file_appears_whole(tmp_path):
    write_text(tmp_path / "folder" / "a.txt", "käse")
    assert (tmp_path / "folder" / "a.txt").read_bytes() == "käse".encode()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def half(temporary):
        temporary.write_text("ne")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_with(path, half)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
