"""Spreadsheets in and out: one engine that knows no domain.

Words: a run (import) reads a workbook, is mapped, examined (a dry run that writes nothing), applied, undone.
A domain declares what can be imported or exported in `registry`; what a row means is its business.
Reading happens in a limited process (`child`), cleaning in pure functions (`values`, `named`).
"""
