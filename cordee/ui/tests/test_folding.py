"""Fixed words are put in once; what depends on the page stays."""

import time

import pytest
from django.template import Context, Engine
from django.template.base import TextNode

from cordee.ui.folding import fold

LIBRARIES = {"i18n": "django.templatetags.i18n", "ui": "cordee.ui.templatetags.ui"}


def read(text):
    return Engine(libraries=LIBRARIES).from_string("{% load i18n ui %}" + text)


@pytest.mark.parametrize(
    "text",
    [
        "{% translate 'Personnes' %}",
        '<b>{% translate "Aujourd’hui" %}</b> {% comment %}rien{% endcomment %}{# rien #}',
        "{% if yes %}{% translate 'Oui' %}{% elif no %}a{% else %}{% translate 'Non' %}{% endif %}{{ yes }}",
        "{% for one in many %}{% translate 'Un' %}{{ one }}{% empty %}{% translate 'Rien' %}{% endfor %}",
        "{% translate '<b>' %}{% translate 'x' as kept %}{{ kept }}{% translate word %}{% translate 'a'|upper %}",
        "{% with a='1' %}{% translate 'Un' %}{{ a }}{% endwith %}{% block b %}{% translate 'B' %}{% endblock %}",
        "{% icon 'lock' %}{% icon name %}{% icon 'lock' label=word %}",
    ],
)
@pytest.mark.parametrize(
    "given", [{"yes": True, "many": [1, 2]}, {"no": True, "word": "Mot", "name": "eye"}, {}]
)
def test_the_page_reads_the_same(text, given):
    as_it_was, folded = read(text), read(text)
    fold(folded.nodelist)

    assert folded.render(Context(given)) == as_it_was.render(Context(given))


def test_fixed_words_and_the_text_around_them_become_one_piece():
    template = read("<p>{% translate 'Un' %}</p>{% if a %}x{% translate 'Deux' %}y{% endif %}")
    fold(template.nodelist)

    first, condition = template.nodelist
    (inside,) = condition.conditions_nodelists[0][1]
    assert isinstance(first, TextNode) and isinstance(inside, TextNode)
    assert (first.s, inside.s) == ("<p>Un</p>", "xDeuxy")


def test_what_depends_on_the_page_is_left_alone():
    template = read("{% translate word %}{% translate 'x' as y %}{{ y }}{% url 'people' as z %}")
    fold(template.nodelist)

    assert not any(isinstance(node, TextNode) for node in template.nodelist)


def test_with_a_second_language_nothing_is_folded(settings):
    from django.template import engines

    from cordee.ui.folding import Loader

    settings.LANGUAGES = [("fr", "Français"), ("en", "English")]
    loader = Loader(engines["django"].engine, ["django.template.loaders.app_directories.Loader"])

    assert not getattr(loader.get_template("ui/_footer.html"), "is_folded", False)


def test_threads_that_ask_together_get_the_same_folded_template(monkeypatch):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.template import engines

    from cordee.ui import folding

    seen, whole, at_once = [], folding.fold, Barrier(4)

    def slow(nodes):
        seen.append(nodes)
        time.sleep(0.05)  # long enough for the others to come meanwhile
        whole(nodes)

    monkeypatch.setattr(folding, "fold", slow)
    loader = folding.Loader(engines["django"].engine, ["django.template.loaders.app_directories.Loader"])

    def ask(_number):
        at_once.wait()
        return loader.get_template("ui/_head.html").is_folded

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [True] * 4
    assert len([nodes for nodes in seen if nodes is loader.get_template("ui/_head.html").nodelist]) == 1
