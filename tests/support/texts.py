"""What a text of the catalogues is made of."""

from collections.abc import Iterator, Mapping
from itertools import islice, product

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from tests.support import REPOSITORY

Messages = Mapping[str, ast.Message]
_PLURALS = {"zero", "one", "two", "few", "many"}
# Of a text with very many cases, many of them.
_MOST_CASES = 500


class Uses(Visitor):
    """The variables of a text, and the cases that it distinguishes by each."""

    def __init__(self, messages: Messages, message: ast.Message) -> None:
        self.messages = messages
        self.variables: set[str] = set()
        self.cases: dict[str, set[str]] = {}
        self.visit(message)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.visit(self.messages[node.id.name])

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            words = {one.key.name for one in node.variants if isinstance(one.key, ast.Identifier)}
            if not words & _PLURALS:
                self.cases.setdefault(node.selector.id.name, set()).update(words)
        self.generic_visit(node)

    def each_case(self) -> Iterator[dict[str, str]]:
        choices = [[(one, case) for case in sorted(self.cases[one])] for one in sorted(self.cases)]
        for case in islice(product(*choices), _MOST_CASES):
            yield dict(case)

    def one_by_one(self) -> Iterator[dict[str, str]]:
        """The first of all cases, and each other one beside it."""
        first = {one: min(cases) for one, cases in sorted(self.cases.items())}
        yield first
        for one, cases in sorted(self.cases.items()):
            for case in sorted(cases - {first[one]}):
                yield {**first, one: case}


def messages(language: str, file: str = "*") -> dict[str, ast.Message]:
    return {
        entry.id.name: entry
        for path in sorted((REPOSITORY / "texts" / language).glob(f"{file}.ftl"))
        for entry in FluentParser().parse(path.read_text()).body
        if isinstance(entry, ast.Message)
    }
