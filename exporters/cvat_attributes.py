"""Attributes as CVAT has them: defined with their label, given with every shape of a track.

A number is text there: CVAT would want its bounds. An attribute that is ``mutable`` may change from shape to
shape, one that is not holds for the whole track.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from exporters.attributes import Values, checked_attribute, value_text
from exporters.cvat_text import clean
from exporters.dataset import ImportedAttribute
from exporters.fields import Fields
from storage.attributes import Attribute, AttributeKind

_KINDS = {
    "select": AttributeKind.CHOICE,
    "radio": AttributeKind.CHOICE,
    "checkbox": AttributeKind.YES_NO,
    "number": AttributeKind.NUMBER,
    "text": AttributeKind.TEXT,
}
_INPUTS = {
    AttributeKind.CHOICE: "select",
    AttributeKind.YES_NO: "checkbox",
    AttributeKind.NUMBER: "text",
    AttributeKind.TEXT: "text",
}


# --- writing ---------------------------------------------------------------------------------------


def definitions(attributes: Iterable[Attribute]) -> str:
    """Those of a label, as XML."""
    return "".join(
        f"<attribute><name>{escape(clean(it.name))}</name><mutable>{it.varies}</mutable>"
        f"<input_type>{_INPUTS[it.kind]}</input_type><default_value></default_value>"
        f"<values>{escape(clean(chr(10).join(it.choices)))}</values></attribute>"
        for it in attributes
    )


def values_xml(values: Values) -> str:
    """What a shape says of its object."""
    return "".join(
        f"<attribute name={quoteattr(clean(name))}>{escape(clean(value_text(value)))}</attribute>"
        for name, value in values.items()
    )


# --- reading ---------------------------------------------------------------------------------------


def read_definitions(label: Element, where: str) -> Iterator[ImportedAttribute]:
    """The attributes of a label. Raises FormatError for a wrong one."""
    category = label.findtext("name") or ""
    for element in label.findall("attributes/attribute"):
        parts = {part.tag: part.text or "" for part in element}
        fields = Fields(f"{where}, attribute of {category!r}", parts)
        kind = _KINDS.get(fields.text("input_type"))
        if kind is None:
            raise fields.error(f"its input_type {parts['input_type'][:30]!r} is none of CVAT's")
        is_choice = kind is AttributeKind.CHOICE
        yield checked_attribute(
            fields,
            category=category,
            name=fields.text("name"),
            kind=kind,
            choices=tuple(dict.fromkeys(parts.get("values", "").split("\n"))) if is_choice else (),
            varies=parts.get("mutable", "").lower() == "true",
        )


def values_of_shape(element: Element) -> Mapping[str, str]:
    """What a shape says of its object, as it stands there; what is left empty is not said."""
    found = ((it.get("name") or "", it.text or "") for it in element.findall("attribute"))
    return {name: text for name, text in found if text}
