"""Rows brought along with others in one query: an array of objects beside each, made rows again once fetched."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BinaryField
from django.db.models.functions import JSONObject


def array_of(rows: Any, **more: Any) -> ArraySubquery:
    """Rows as an array of objects, every column of theirs under its name. more: what is asked beside."""
    columns = {field.attname: field.attname for field in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.values(told=JSONObject(**columns, **more)))


def rebuilt(model: Any, told: dict[str, Any]) -> Any:
    """A row from its columns, as `array_of` gives them, with what was asked beside. told: left as it is."""
    beside, columns = dict(told), {}
    for column in model._meta.concrete_fields:
        value = beside.pop(column.attname)
        if isinstance(column, BinaryField):
            value = bytes.fromhex(value.removeprefix("\\x")) if value is not None else None
        elif not column.is_relation:
            value = column.to_python(value)
        elif value is not None:
            value = column.target_field.to_python(value)
        columns[column.attname] = value
    row = model(**columns)
    row._state.adding = False
    for name, value in beside.items():
        setattr(row, name, value)
    return row
