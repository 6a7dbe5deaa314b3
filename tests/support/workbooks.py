"""Small workbooks that tests write: Excel by XlsxWriter, ODS by hand."""

import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter


def write_xlsx(path, sheets, merged=(), per_cent=()):
    """Write an Excel workbook.

    Args:
        path: the file.
        sheets: the rows of each sheet by its name; days become Excel's own dates.
        merged: each a sheet, a row, the first and the last column of cells that are merged, and the last row where
            it is another.
        per_cent: each a sheet and a column whose numbers are shown in per cent.
    """
    book = xlsxwriter.Workbook(str(path))
    day, share = book.add_format({"num_format": "mmm yy"}), book.add_format({"num_format": "0.0%"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(i, j, cell, day)
                elif isinstance(cell, float | int) and (name, j) in per_cent:
                    sheet.write_number(i, j, cell, share)
                elif cell not in ("", None):
                    sheet.write(i, j, cell)
        for of, row, first, last, *below in merged:
            if of == name:
                sheet.merge_range(row, first, below[0] if below else row, last, rows[row][first])
    book.close()
    return path


def write_ods(path, sheets):
    """Write an ODS workbook; a number as text ends with a per cent sign where its cell shows per cent."""
    parts = []
    for name, rows in sheets.items():
        cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        parts.append(f"<table:table table:name={quoteattr(name)}>{cells}</table:table>")
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = f"<office:body><office:spreadsheet>{''.join(parts)}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", kind, zipfile.ZIP_STORED)
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        book.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}">{entry}</manifest:manifest>',
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        book.writestr(
            "content.xml", f"{head}<office:document-content {spaces}>{body}</office:document-content>"
        )
    return path


def _ods_cell(cell):
    if cell in ("", None):
        return "<table:table-cell/>"
    if isinstance(cell, str) and cell.endswith("%"):
        share = float(cell[:-1]) / 100
        return f'<table:table-cell office:value-type="percentage" office:value="{share}"><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, float | int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
