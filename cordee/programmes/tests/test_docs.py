"""docs/programmes is what the definitions say."""

from cordee.programmes import docs, shipped


def test_the_pages_are_up_to_date():
    assert docs.outdated() == [], "run: python -m cordee.programmes.docs"


def test_a_page_per_programme_and_one_for_the_law():
    names = set(docs.pages())

    assert {"README.md", "loi.md"} <= names
    assert {f"{code}.md" for code in shipped.codes()} <= names


def test_a_page_that_should_not_be_there_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "FOLDER", tmp_path / "programmes")

    assert docs.main(["--check"]) == 1
    assert docs.main([]) == 0
    (docs.FOLDER / "ancien.md").write_text("x")
    assert docs.outdated() == ["ancien.md"]
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
