"""The language of the window: our texts from ``resources/translations``, Qt's own from Qt."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.gui import sentences
from annotator.gui.preferences import Language


def resolve(language: Language) -> Language:
    """The language to use; SYSTEM is the desktop's if we speak it, otherwise English."""
    if language is not Language.SYSTEM:
        return language
    chinese = QLocale.system().language() is QLocale.Language.Chinese
    return Language.CHINESE if chinese else Language.ENGLISH


def install(app: QApplication, language: Language) -> list[QTranslator]:
    """Speak a language from now on, in widgets that are made from now on; returns what does it."""
    sentences.forget()
    name = resolve(language).value
    if name == Language.ENGLISH:
        return []
    folder = resources.files("resources") / "translations"
    with resources.as_file(folder / f"maskbank_{name}.qm") as path:
        ours = _translator(app, path.stem, str(path.parent))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [_translator(app, f"qtbase_{name}", qt_folder), ours]


def _translator(app: QApplication, name: str, folder: str) -> QTranslator:
    translator = QTranslator(app)
    if not translator.load(name, folder):
        raise FileNotFoundError(f"no translation {name} in {folder}")
    app.installTranslator(translator)
    return translator
