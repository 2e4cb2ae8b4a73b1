"""What this program is, what it is made of, and under which licences."""

from __future__ import annotations

import re
from importlib.metadata import (
    PackageMetadata,
    PackageNotFoundError,
    distribution,
    requires,
    version,
)

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.icons import app_icon

_NAME = re.compile(r"[\w.-]+")  # how a requirement begins
_CLASSIFIER = "License :: OSI Approved :: "


class AboutDialog(QDialog):
    """Versions and licences of Maskbank and of what it is built on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Maskbank"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(56, 56))
        text = QLabel(
            self.tr(
                "Maskbank {0}\n\nLabel video: point at a thing, follow it through every frame, "
                "correct it, export a data set.\n\nApache licence 2.0. Qt {1}."
            ).format(version("maskbank"), qVersion())
        )
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        table = QTreeWidget()
        table.setAccessibleName(self.tr("Built on"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setHeaderLabels([self.tr("Built on"), self.tr("Version"), self.tr("Licence")])
        table.addTopLevelItems([QTreeWidgetItem(row) for row in built_on()])
        table.setColumnWidth(0, 260)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        for widget in (picture, text, table, buttons):
            column.addWidget(widget)
        self.resize(620, 560)


def built_on() -> list[list[str]]:
    """Name, version and licence of every package that Maskbank asks for and that is installed."""
    rows = []
    for requirement in requires("maskbank") or []:
        name = _NAME.match(requirement)
        if name is not None and "extra ==" not in requirement:
            rows.append(_row(name[0]))
    return sorted(rows, key=lambda row: row[0].casefold())


def _row(name: str) -> list[str]:
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return [name, "-", "-"]
    return [name, str(about["Version"]), _licence(about)]


def _licence(about: PackageMetadata) -> str:
    """As the package states it, in the newest of the three ways that it uses."""
    facts = about.json
    if "license_expression" in facts:
        return str(facts["license_expression"])
    named = [it.removeprefix(_CLASSIFIER) for it in facts.get("classifier", ())
             if it.startswith(_CLASSIFIER)]  # fmt: skip
    return ", ".join(named) or str(facts.get("license", "-")).splitlines()[0][:60]
