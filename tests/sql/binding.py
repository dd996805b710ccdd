"""Is a statement bound to a patient? Read from its SQL alone, for SQLite and PostgreSQL.

A table of patients' rows counts as bound where its patient column must equal something known: a
parameter, a list of them, what a bound sub-query returns, or a column of a table that is bound
itself. Whatever is not understood counts as unbound: this reader errs on the safe side (ADR 0012).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

import sqlglot
from sqlglot import exp

from tests.sql.facts import Column, Facts, Scope, Source

NOT_ROWS = "no SELECT, INSERT, UPDATE or DELETE, so it touches everybody's rows"
NO_PATIENT = "the insert does not name the patient"
REPLACES = "the row that gives way to the insert may be another patient's"
SETS_PATIENT = "the update sets the patient, which moves rows from one to another"
ROWS = re.compile(r"\s*\(*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
READ_APART = {"with_", "from_", "joins"}
STAR: Column = ("*", False)  # columns whose number is not known
# Django's own placeholder, which no dialect knows, in the dialect's words.
PLACEHOLDER = {"postgres": "$1", "sqlite": "?"}


@dataclass(frozen=True, slots=True)
class Unbound:
    """A table that a statement touches without saying whose rows it means."""

    table: str
    why: str = "its patient is not given"

    def __str__(self) -> str:
        return f"{self.table}: {self.why}"


def named_tables(tables: Mapping[str, str]) -> re.Pattern[str]:
    """Return a cheap test for statements that may touch one of these tables."""
    names = "|".join(sorted(map(re.escape, tables), key=len, reverse=True))
    return re.compile(rf"(?<![\w])(?:{names})(?![\w])", re.IGNORECASE)


def unbound(sql: str, *, dialect: str, tables: Mapping[str, str]) -> list[Unbound]:
    """Return what of a statement is not bound; ``tables`` maps a table to its patient column."""
    named = sorted({name.lower() for name in named_tables(tables).findall(sql)})
    if not named:
        return []
    if not ROWS.match(sql):
        return [Unbound(name, NOT_ROWS) for name in named]
    text = re.sub(r"%(s|%)", lambda hit: "%" if hit[1] == "%" else PLACEHOLDER[dialect], sql)
    try:
        parsed = sqlglot.parse(text, dialect=dialect)
    except sqlglot.errors.SqlglotError as error:
        return [Unbound(name, f"the statement is not understood ({error})") for name in named]
    reader = _Reader(tables, named)
    for statement in parsed:
        reader.read(statement, Scope())
    return list(dict.fromkeys(reader.found))


@dataclass(slots=True)
class _Reader:
    """Walks one statement, query by query, and notes what is not bound."""

    tables: Mapping[str, str]
    named: list[str]
    found: list[Unbound] = field(default_factory=list)

    def read(self, query: exp.Expr, outer: Scope) -> list[Column]:
        """Read one query or statement and return its columns: name, and whether it is bound."""
        scope = Scope(outer)
        self._ctes(query, scope)
        match query:
            case exp.Subquery() | exp.Paren():
                return self.read(query.this, scope)
            case exp.SetOperation():
                return _in_both(self.read(query.left, scope), self.read(query.right, scope))
            case exp.Select():
                return self._select(query, scope)
            case exp.Insert():
                self._insert(query, scope)
            case exp.Update():
                self._update(query, scope)
            case exp.Delete():
                self._delete(query, scope)
            case exp.Values():
                return [("", True)] * len(query.expressions[0].expressions)
            case _:
                self.found += [Unbound(name, NOT_ROWS) for name in self.named]
        return []

    def _ctes(self, query: exp.Expr, scope: Scope) -> None:
        names = query.args.get("with_")
        for cte in names.expressions if names else ():
            if names.recursive:  # its own name inside it is a table of rows not known to be bound
                scope.ctes[cte.alias.lower()] = []
            columns = self.read(cte.this, scope)
            scope.ctes[cte.alias.lower()] = _renamed(columns, cte)

    def _select(self, query: exp.Select, scope: Scope) -> list[Column]:
        start = query.args.get("from_")
        if start is not None:
            self._source(start.this, scope)
        joins = query.args.get("joins") or []
        self._bind(joins, query.args.get("where"), scope)
        rest = [part for part in query.iter_expressions() if part.arg_key not in READ_APART]
        self._nested([*rest, *joins], scope)
        return list(self._columns(query, scope))

    def _columns(self, query: exp.Select, scope: Scope) -> Iterator[Column]:
        for column in query.expressions:
            if column.is_star:
                only = column.table.lower() if isinstance(column, exp.Column) else None
                yield STAR
                yield from scope.known_columns(only)
            else:
                yield column.alias_or_name.lower(), self._is_known(column.unalias(), scope)

    def _insert(self, query: exp.Insert, scope: Scope) -> None:
        names = query.this.expressions if isinstance(query.this, exp.Schema) else []
        target = query.this.this if isinstance(query.this, exp.Schema) else query.this
        table = target.name.lower()
        column = self.tables.get(table)
        if column and column not in {name.name.lower() for name in names}:
            self.found.append(Unbound(table, NO_PATIENT))
        if column and _may_replace(query, column):
            self.found.append(Unbound(table, REPLACES))
        if isinstance(query.expression, exp.Query):
            self.read(query.expression, scope)
        scope.add(target.alias_or_name.lower(), Source())
        rest = [query.expression] if isinstance(query.expression, exp.Values) else []
        self._nested([*rest, query.args.get("conflict"), query.args.get("returning")], scope)

    def _update(self, query: exp.Update, scope: Scope) -> None:
        more = query.args.get("from_")
        for source in (query.this, more.this) if more else (query.this,):
            self._source(source, scope)
        self._bind([], query.args.get("where"), scope)
        table = query.this.name.lower()
        changed = {name.name.lower() for one in query.expressions for name in _set_columns(one)}
        if self.tables.get(table) in changed:
            self.found.append(Unbound(table, SETS_PATIENT))
        self._nested([*query.expressions, query.args.get("where")], scope)

    def _delete(self, query: exp.Delete, scope: Scope) -> None:
        for source in (query.this, *(query.args.get("using") or ())):
            self._source(source, scope)
        self._bind([], query.args.get("where"), scope)
        self._nested([query.args.get("where")], scope)

    def _source(self, source: exp.Expr, scope: Scope) -> None:
        """Enter what stands in FROM or JOIN, under the name the query uses for it."""
        name = source.alias_or_name.lower()
        cte = scope.cte(name if not source.alias else source.name.lower())
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
            if cte is not None and not source.db:
                scope.add(name, Source(columns=_renamed(cte, source)))
            else:
                table = source.name.lower()
                scope.add(name, Source(table=table, patient=self.tables.get(table)))
        elif isinstance(source, exp.Subquery | exp.Lateral) and isinstance(
            query := source.this.unnest(), exp.Query
        ):
            scope.add(name, Source(columns=_renamed(self.read(query, scope), source)))
        elif isinstance(source, exp.Subquery):  # FROM (a JOIN b ON ...)
            self._source(source.this, scope)
        else:  # VALUES, UNNEST, a function: its rows are made of what it is given
            scope.add(name, Source(is_constant=_is_constant(source)))
            self._nested([source], scope)
        self._bind_joins(source, scope)

    def _bind_joins(self, source: exp.Expr, scope: Scope) -> None:
        if isinstance(source, exp.Table | exp.Subquery):
            for join in source.args.get("joins") or ():
                self._join(join, scope)
                self._nested([join], scope)

    def _join(self, join: exp.Join, scope: Scope) -> None:
        earlier = set(scope.sources)
        self._source(join.this, scope)
        new = set(scope.sources) - earlier
        facts = self._facts(join.args.get("on"), scope)
        for column in join.args.get("using") or ():
            for one, other in product(earlier, new):
                facts &= Facts.same(scope.node(one, column.name), scope.node(other, column.name))
        # The condition of an outer join says nothing about rows that stay without a match.
        about = {"LEFT": new, "RIGHT": earlier, "FULL": set()}.get(join.side, earlier | new)
        scope.learn(facts.only_about({(scope, name) for name in about}))

    def _bind(self, joins: list[exp.Join], where: exp.Where | None, scope: Scope) -> None:
        """Learn from joins and WHERE which columns are known, and note the tables that are not."""
        for join in joins:
            self._join(join, scope)
        condition = where.this if where else None
        scope.learn(self._facts(condition, scope))
        scope.learn(self._facts(condition, scope))  # once more: sub-queries may lean on the first
        for name, source in scope.sources.items():
            if source.patient and not scope.is_known(scope.node(name, source.patient)):
                self.found.append(Unbound(source.table))

    def _nested(self, parts: list[exp.Expr | None], scope: Scope) -> None:
        """Read the sub-queries that stand in expressions, each with what is known around it."""
        for part in filter(None, parts):
            if isinstance(part, exp.Join):
                part = part.args.get("on")
            for node in part.walk(prune=lambda node: isinstance(node, exp.Query)) if part else ():
                if isinstance(node, exp.Query):
                    self.read(node, scope)

    def _facts(self, condition: exp.Expr | None, scope: Scope) -> Facts:
        """Return what must hold where the condition is true."""
        match condition:
            case exp.Paren():
                return self._facts(condition.this, scope)
            case exp.And():
                return self._facts(condition.left, scope) & self._facts(condition.right, scope)
            case exp.Or():
                return self._facts(condition.left, scope) | self._facts(condition.right, scope)
            case exp.EQ():
                return self._equal(condition.left, condition.right, scope) & self._equal(
                    condition.right, condition.left, scope
                )
            case exp.In():
                return self._in(condition, scope)
        return Facts()

    def _equal(self, left: exp.Expr, right: exp.Expr, scope: Scope) -> Facts:
        left, right = _bare(left), _bare(right)
        if isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
            facts = Facts()
            for one, other in zip(left.expressions, right.expressions, strict=False):
                facts &= self._equal(one, other, scope)
            return facts
        node = scope.resolve(left)
        if node is None:
            return Facts()
        if self._is_known(right, scope):
            return Facts.known(node)
        other = scope.resolve(right)
        return Facts.same(node, other) if other else Facts()

    def _in(self, condition: exp.In, scope: Scope) -> Facts:
        names = _bare(condition.this)
        columns = names.expressions if isinstance(names, exp.Tuple) else [names]
        query = condition.args.get("query")
        if query is not None:
            known = [known for _, known in replace(self, found=[]).read(query, scope)]
        else:
            known = [bool(condition.expressions) and all(map(_is_constant, condition.expressions))]
            known *= len(columns)
        facts = Facts()
        for column, is_known in zip(columns, known, strict=False):
            node = scope.resolve(_bare(column))
            if node and is_known:
                facts &= Facts.known(node)
        return facts

    def _is_known(self, value: exp.Expr, scope: Scope) -> bool:
        value = _bare(value)
        if isinstance(value, exp.Column):
            node = scope.resolve(value)
            return node is not None and scope.is_known(node)
        query = value.this if isinstance(value, exp.Any) else value
        query = query.unnest() if isinstance(query, exp.Paren | exp.Subquery) else query
        if isinstance(query, exp.Query):
            columns = replace(self, found=[]).read(query, scope)
            return bool(columns) and columns[0][1]
        return _is_constant(value)


def _bare(value: exp.Expr) -> exp.Expr:
    while isinstance(value, exp.Paren | exp.Cast):
        value = value.this
    return value


def _is_constant(value: exp.Expr) -> bool:
    """Whether it is made of parameters and literals alone."""
    return value.find(exp.Column, exp.Query, exp.AggFunc, exp.Star) is None


def _in_both(left: list[Column], right: list[Column]) -> list[Column]:
    if STAR in left or STAR in right:  # which column meets which is not known
        return []
    return [(name, known and also) for (name, known), (_, also) in zip(left, right, strict=False)]


def _renamed(columns: list[Column], source: exp.Expr) -> list[Column]:
    """Return the columns under the names of ``AS name(first, second)``, if it has any."""
    names = source.alias_column_names
    if not names:
        return columns
    if STAR in columns:
        return []
    return [(name.lower(), known) for name, (_, known) in zip(names, columns, strict=False)]


def _may_replace(insert: exp.Insert, column: str) -> bool:
    """Whether a row already there may change or go for the new one, and be somebody else's."""
    if insert.args.get("alternative") not in (None, "IGNORE", "ABORT", "FAIL", "ROLLBACK"):
        return True
    conflict = insert.args.get("conflict")
    if conflict is None:
        return False
    keys = conflict.args.get("conflict_keys") or []
    if not keys and not conflict.args.get("constraint"):
        return str(conflict.args.get("action")) != "DO NOTHING"
    return column not in {name.name.lower() for key in keys for name in key.find_all(exp.Column)}


def _set_columns(change: exp.Expr) -> Iterator[exp.Column]:
    yield from change.this.find_all(exp.Column) if isinstance(change, exp.EQ) else ()
