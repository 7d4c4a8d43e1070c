"""A long paper, in a process of its own that ends with it: typst keeps what it worked out for the next papers, 140 MB
for sixty pages, and no web process should hold that for a day.

Run as a file, by `compiler`: the order on the standard input as JSON, the PDF on the output. What typst refuses is said
on the output too, the process then ends with REFUSED.
"""

import json
import sys

import typst

REFUSED = 3


def main() -> int:
    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(root=order["root"], font_paths=fonts, ignore_system_fonts=True)
    try:
        made = compiler.compile(
            input=order["source"].encode(), format="pdf", sys_inputs={"data": order["data"]},
            pdf_standards=[order["standard"]],
        )  # fmt: skip
    except typst.TypstError as error:
        sys.stdout.buffer.write(str(error.diagnostic).encode())
        return REFUSED
    if not isinstance(made, bytes):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
