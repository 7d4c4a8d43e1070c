"""Papers printed by typst: PDFs that a screen reader reads (PDF/UA-1), the same on every machine.

    from cordee.plumbing.printing import pdf

    content = pdf(TEMPLATE, {"title": "…", "lines": [...]})        # bytes
    TEMPLATE = Path(__file__).with_name("printed") / "letter.typ"  # in the domain that prints

A template begins with the house style and reads its data:

    #import "/house.typ": *
    #show: paper.with(title: data.title, house: data.house, footer: data.footer)
    = #data.title
    #words(data.text)                        // line breaks as they were typed
    #drawing(data.svg, alt: data.said)       // a picture is never without its text

- Data goes in as JSON and is shown as it is: a text cannot become typst code. Never build a template from a text.
- What makes a PDF unreadable (no title, a picture without its text, a heading that skips a level) is a PrintingFault:
  print the paper once in a test. `data` is whatever JSON writes; write days and amounts as people read them before.
- A sign no font has (an emoji, Chinese) is printed □ rather than refused: `missing_signs(text)` says which.
- A template reads nothing but this folder, and nothing comes from the network (no « @preview »: a test looks).
- One compiler for the whole process, one paper at a time: about 20 ms each. A long one (`compiler.LONG`) is made by a
  process that ends with it (`apart`): what typst keeps of it would stay in the memory of the web process.

`giving` (plumbing.files) sends the bytes; `tests.read_pdf` says what is in one.
"""

from cordee.plumbing.printing.compiler import PrintingFault, missing_signs, pdf

__all__ = ["PrintingFault", "missing_signs", "pdf"]
