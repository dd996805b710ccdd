"""What a condition says about columns: which are known, and which become known with another."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

type Node = tuple[Scope, str, str]  # the query, the name of a table in it, a column
type Column = tuple[str, bool]  # of a sub-query: its name, and whether it is bound


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns that are known, and steps (from, to): where the first is known, so is the second."""

    columns: frozenset[Node] = frozenset()
    steps: frozenset[tuple[Node, Node]] = frozenset()

    @classmethod
    def known(cls, node: Node) -> Facts:
        """A column equals something that is known."""
        return cls(columns=frozenset({node}))

    @classmethod
    def same(cls, one: Node, other: Node) -> Facts:
        """Two columns equal each other."""
        return cls(steps=frozenset({(one, other), (other, one)}))

    def __and__(self, other: Facts) -> Facts:
        return Facts(self.columns | other.columns, self.steps | other.steps)

    def __or__(self, other: Facts) -> Facts:
        return Facts(self.closed().columns & other.closed().columns, self.steps & other.steps)

    def closed(self) -> Facts:
        """Take every step that can be taken."""
        columns, size = set(self.columns), -1
        while len(columns) != size:
            size = len(columns)
            columns |= {to for start, to in self.steps if start in columns}
        return Facts(frozenset(columns), self.steps)

    def only_about(self, names: set[tuple[Scope, str]]) -> Facts:
        """Keep what is said about these tables, as an outer join's condition says it."""
        return Facts(
            frozenset(node for node in self.columns if node[:2] in names),
            frozenset(step for step in self.steps if step[1][:2] in names),
        )


@dataclass(slots=True)
class Source:
    """What a query reads from: a table, or the columns of a sub-query."""

    table: str = ""
    patient: str | None = None
    columns: list[Column] = field(default_factory=list)
    is_constant: bool = False


@dataclass(eq=False, slots=True)
class Scope:
    """One query: what it reads from by name, and what is known about it; it sees those around it."""

    outer: Scope | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    ctes: dict[str, list[Column]] = field(default_factory=dict)
    facts: Facts = Facts()

    def add(self, name: str, source: Source) -> None:
        """Enter a source, and what its sub-query made known."""
        self.sources[name] = source
        for column, is_known in source.columns:
            if is_known:
                self.learn(Facts.known(self.node(name, column)))

    def learn(self, facts: Facts) -> None:
        """Add facts that hold for every row of this query."""
        self.facts = (self.facts & facts).closed()

    def node(self, name: str, column: str) -> Node:
        """Return the name of a column of this query."""
        return (self, name, column.lower())

    def cte(self, name: str) -> list[Column] | None:
        """Return the columns of WITH name, here or around, None where it is a table."""
        if name in self.ctes:
            return self.ctes[name]
        return self.outer.cte(name) if self.outer else None

    def resolve(self, column: exp.Expr) -> Node | None:
        """Return which column is meant, None where that cannot be told or it is no column."""
        if not isinstance(column, exp.Column) or column.is_star:
            return None
        if column.table:
            if column.table.lower() in self.sources:
                return self.node(column.table.lower(), column.name)
        elif len(self.sources) == 1:
            return self.node(next(iter(self.sources)), column.name)
        elif self.sources:
            return None
        return self.outer.resolve(column) if self.outer else None

    def is_known(self, node: Node) -> bool:
        """Whether the column can only hold what is known."""
        scope, name, _ = node
        return scope.sources[name].is_constant or node in scope.facts.columns

    def known_columns(self, only: str | None) -> list[Column]:
        """Return which columns of ``*`` or ``name.*`` are known."""
        found: dict[str, bool] = {}
        for scope, name, column in self.facts.columns:
            if scope is self and only in (None, name):
                found[column] = True
        return list(found.items())
