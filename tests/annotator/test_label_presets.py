"""Categories and attributes: defined, carried from project to project, said of objects."""

import json

import pytest

from annotator import attributes, categories, objects
from annotator.label_preset_file import read_preset, shipped_presets, write_preset
from annotator.label_presets import Applied, apply_preset, preset_of
from annotator.objects import categorise_objects, rename_object
from annotator.session import Session
from storage.attributes import AttributeKind
from storage.errors import FormatError, UserError
from tests.storage.projects import add_object, add_video, attributes_at, contents, new_project

TRAFFIC = shipped_presets()["traffic"]


@pytest.fixture
def session(tmp_path):
    with Session(new_project(tmp_path / "p.maskbank")) as opened:
        yield opened


@pytest.fixture
def car(session):
    apply_preset(session, TRAFFIC)
    with session.edit("Add") as edit:
        return add_object(edit, add_video(edit), "car", session.project.categories()[0].id)


# --- presets -----------------------------------------------------------------------------------------


def test_the_presets_of_known_data_sets_are_complete():
    sizes = {name: len(preset.categories) for name, preset in shipped_presets().items()}
    assert sizes == {"coco": 80, "davis": 1, "mots": 2, "traffic": 4, "youtube-vis-2019": 40}


def test_a_preset_adds_what_is_missing_and_leaves_what_is_there(session):
    own = categories.add_category(session, "car", "#123456")
    attributes.define_attribute(session, own.id, "parked", AttributeKind.TEXT)
    assert apply_preset(session, TRAFFIC) == Applied(categories=3, attributes=6)
    assert session.project.categories()[0] == own
    kinds = {it.name: it.kind for it in session.project.attributes() if it.category_id == own.id}
    assert kinds == {"parked": AttributeKind.TEXT, "occlusion": AttributeKind.CHOICE}
    before = contents(session.project)
    assert apply_preset(session, TRAFFIC) == Applied(0, 0)
    assert contents(session.project) == before
    session.undo()
    assert session.project.categories() == [own]


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_categories_are_carried_to_another_project(session, car, tmp_path, suffix):
    path = tmp_path / f"labels{suffix}"
    write_preset(preset_of(session.project), path)
    with Session(new_project(tmp_path / "other.maskbank")) as other:
        apply_preset(other, read_preset(path))
        assert other.project.categories() == session.project.categories()
        assert other.project.attributes() == session.project.attributes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[", "neither YAML nor JSON"),
        ("3", "no list of categories"),
        ({"categories": []}, "no list of categories"),
        ({"categories": [3]}, "category 1 is neither a name"),
        ({"categories": ["a", {"name": " "}]}, "category 2 has no name"),
        ({"categories": ["a", "a"]}, "category 'a' twice"),
        ({"categories": [{"name": "a", "colour": "red"}]}, "colour 'red'"),
        ({"categories": [{"name": "a", "attributes": {}}]}, None),
        ({"categories": [{"name": "a", "attributes": [{"name": "b", "kind": "x"}]}]}, "of the kind 'x'"),
        ({"categories": [{"name": "a", "attributes": [{"name": "b", "kind": "choice"}]}]}, "at least one"),
        (
            {"categories": [{"name": "a", "attributes": [
                {"name": "b", "kind": "choice", "choices": [True, False]}]}]},
            "in quotes",
        ),
        ({"categories": [{"name": "a", "attributes": [{"name": "b", "kind": "text"}] * 2}]}, "one name"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_preset_is_refused_with_its_entry(tmp_path, content, sentence):
    path = tmp_path / "labels.yaml"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    if sentence is None:
        assert read_preset(path).categories[0].attributes == ()
        return
    with pytest.raises(UserError, match=sentence):
        read_preset(path)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        read_preset(tmp_path / "none.yaml")


def test_no_python_is_made_from_yaml(tmp_path):
    path = tmp_path / "labels.yaml"
    path.write_text("categories: [!!python/object/apply:os.getcwd []]")
    with pytest.raises(FormatError):
        read_preset(path)


# --- categories --------------------------------------------------------------------------------------


def test_a_category_is_renamed_recoloured_and_removed(session, car):
    category = session.project.categories()[0]
    categories.rename_category(session, category, "automobile")
    category = session.project.categories()[0]
    categories.recolour_category(session, category, "#ffffff")
    assert session.project.categories()[0].colour == "#ffffff"
    assert session.project.object(car.id).colour == car.colour
    categories.remove_category(session, category)
    assert session.project.object(car.id).category_id is None


def test_objects_that_nobody_named_are_called_like_their_category(session, car):
    video_id = session.project.object(car.id).video_id
    unnamed = objects.add_object(session, video_id)
    rename_object(session, car.id, "the taxi")

    def names():
        return [session.project.object(it).name for it in (car.id, unnamed.id)]

    assert names() == ["the taxi", "object"]
    categorise_objects(session, [car.id, unnamed.id], "car")
    assert names() == ["the taxi", "car"]
    (category,) = (it for it in session.project.categories() if it.name == "car")
    categories.rename_category(session, category, "automobile")
    assert names() == ["the taxi", "automobile"]
    categorise_objects(session, [car.id, unnamed.id], None)
    assert names() == ["the taxi", "object"]


@pytest.mark.parametrize(("name", "sentence"), [("  ", "needs a name"), ("car", "already")])
def test_every_category_has_a_name_of_its_own(session, car, name, sentence):
    with pytest.raises(UserError, match=sentence):
        categories.add_category(session, name)


# --- what is said of objects -------------------------------------------------------------------------


def test_an_object_is_described_as_a_whole_and_on_an_interval(session, car):
    attributes.set_attribute(session, [car.id], "parked", False)
    attributes.set_attribute_on(session, [car.id], "parked", True, start=10, stop=20)
    values = [attributes_at(session.project, car.id, i)["parked"] for i in (9, 10, 20)]
    assert values == [False, True, False]
    assert session.project.history()[-1].label == "Set parked of [1] to yes on frames 10 to 19"
    session.undo()
    attributes.set_attribute(session, [car.id], "parked", None)
    assert attributes_at(session.project, car.id, 10) == {}


def test_what_is_not_defined_cannot_be_said(session, car):
    with pytest.raises(UserError, match="no attribute 'make'; its category has: parked, occlusion"):
        attributes.set_attribute(session, [car.id], "make", "Audi")
    with pytest.raises(UserError, match="it is one of none, partly, mostly"):
        attributes.set_attribute(session, [car.id], "occlusion", "fully")


def test_what_does_not_vary_holds_for_the_whole_object(session, car):
    category_id = car.category_id
    attributes.define_attribute(session, category_id, "make", AttributeKind.TEXT)
    with pytest.raises(UserError, match="holds for a whole object"):
        attributes.set_attribute_on(session, [car.id], "make", "Audi", start=0, stop=5)
