"""What every page is made of: the shell, components, form rendering, French dates, icons, the gallery.

It owns no table and knows no domain: the domains fill the menu (`navigation`), hand plain shapes to the
components (`shapes`) and extend `ui/page.html`. Every component is shown at /galerie.
"""
