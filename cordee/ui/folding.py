"""Templates whose fixed words are put in once, when they are read, and not each time they are shown.

A page holds a hundred and fifty `{% translate "…" %}` and as many pieces of text around them: translating them again
took a quarter of the time of showing it. With a second language, words would depend on the reader: nothing is folded.
"""

from threading import RLock
from typing import Any

from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import TextNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.utils import translation


class Loader(cached.Loader):
    """Django's, which keeps templates; ours folds them as they come in.

    One thread at a time: Django keeps a template before it is folded, and nobody may show it half folded.
    """

    one_at_a_time = RLock()

    def get_template(self, template_name: str, skip: Any = None) -> Any:
        with self.one_at_a_time:
            template: Any = super().get_template(template_name, skip)
            if len(settings.LANGUAGES) == 1 and not getattr(template, "is_folded", False):
                with translation.override(settings.LANGUAGE_CODE):
                    fold(template.nodelist)
                template.is_folded = True
            return template


def fold(nodes: NodeList) -> None:
    """Replace, in place and in depth, what never changes by its text."""
    kept: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            fold(inner)
        if isinstance(node, (LoadNode, CommentNode)):
            continue
        text = node.s if isinstance(node, TextNode) else node.render(Context()) if is_fixed(node) else None
        if text is None:
            kept.append(node)
        elif kept and isinstance(kept[-1], TextNode):
            kept[-1] = _text(kept[-1], kept[-1].s + text)
        else:
            kept.append(_text(node, text))
    nodes[:] = kept


def _inside(node: Any) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [inner for _condition, inner in node.conditions_nodelists]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [inner for inner in found if isinstance(inner, NodeList)]


def is_fixed(node: Any) -> bool:
    """Words to translate written in the template itself; a small mark made of such words (`is_constant`)."""
    if isinstance(node, TranslateNode):
        return (
            node.asvar is None
            and _is_written(node.filter_expression)
            and (node.message_context is None or _is_written(node.message_context))
        )
    if isinstance(node, SimpleNode):
        given = [*node.args, *node.kwargs.values()]
        return (
            getattr(node.func, "is_constant", False)
            and node.target_var is None
            and not node.takes_context
            and all(_is_written(one) for one in given)
        )
    return False


def _is_written(expression: Any) -> bool:
    """A text between quotes, without a filter."""
    if expression.filters:
        return False
    return isinstance(expression.var, str) or getattr(expression.var, "literal", None) is not None


def _text(node: Any, text: str) -> Any:
    made: Any = TextNode(text)
    made.token, made.origin = getattr(node, "token", None), getattr(node, "origin", None)
    return made
