"""Versions and licences."""

from annotator.gui.about_dialog import AboutDialog, built_on


def test_everything_maskbank_is_built_on_is_listed_with_a_licence(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    rows = {row[0].casefold(): row for row in built_on()}
    assert {"pyside6-essentials", "torch", "numpy", "av", "sqlalchemy"} <= rows.keys()
    assert "pytest" not in rows
    assert all(version and licence for _, version, licence in rows.values())
    assert "BSD" in rows["torch"][2]
