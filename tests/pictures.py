"""`python -m tests.pictures ADDRESS`: the README's picture, taken from a demonstration that runs.

Start `./do demo`, then give this its address. The person shown is the one of the coordinator's house whose thread
is the longest: invented, like everybody else there.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "dossier.png"
WHO, PERSON = "Lison Liseron", "Alizé"


def main(address: str) -> int:
    """Sign in as a counsellor, open a dossier from the search, keep the picture."""
    path = os.environ.get("CORDEE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="fr-FR")
        page.goto(f"{address}/demo")
        page.get_by_role("button", name=WHO).first.click()
        page.goto(f"{address}/recherche?q={PERSON}")
        page.locator(".search-page a").first.click()
        page.wait_for_load_state("networkidle")
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(TARGET))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
