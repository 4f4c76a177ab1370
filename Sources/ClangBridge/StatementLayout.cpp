// Statements of one expression, with what guards them.

#include "Text.h"

#include <clang/AST/StmtCXX.h>

using namespace clang;
using namespace bridge;

namespace {

/// Goes over a body with a stack of its own: text may be nested as deep as it likes.
class Search {
public:
  explicit Search(UnitState &unit) : unit(unit) {}

  std::vector<ClangStatementLayout> run(const Stmt *body) {
    pending.push_back({body});
    while (!pending.empty()) {
      Item item = pending.pop_back_val();
      visit(item);
    }
    return std::move(found);
  }

private:
  struct Item {
    const Stmt *statement;
    /// It is a statement in its own right, not a part of an expression.
    bool isStatement = false;
    bool isSoleBody = false;
    /// The `if` that it is all the body of.
    const IfStmt *guard = nullptr;
    bool isGuardSoleBody = false;
  };

  UnitState &unit;
  llvm::SmallVector<Item, 64> pending;
  std::vector<ClangStatementLayout> found;

  void push(const Stmt *statement, bool isSoleBody) {
    if (statement) pending.push_back({statement, true, isSoleBody});
  }

  /// All of it came out of one macro's expansion: for the reader it is one statement.
  bool isOneMacro(const Stmt *statement) const {
    SourceLocation begin = statement->getBeginLoc(), end = statement->getEndLoc();
    if (!begin.isMacroID() || !end.isMacroID() || isa<DeclStmt, ReturnStmt>(statement)) return false;
    SourceManager &sources = unit.sources();
    return !textPlace(unit, begin).isValid() && sources.getExpansionLoc(begin) == sources.getExpansionLoc(end);
  }

  void visit(const Item &item) {
    const Stmt *statement = item.statement;
    if (item.isStatement && (isa<Expr>(statement) || isOneMacro(statement))) add(item);
    if (item.isStatement && !isa<Expr>(statement) && isOneMacro(statement)) return;
    if (auto *compound = dyn_cast<CompoundStmt>(statement)) {
      bool isAlone = item.guard && compound->size() == 1;
      for (const Stmt *child : compound->body())
        if (child)
          pending.push_back({child, true, false, isAlone ? item.guard : nullptr, isAlone && item.isGuardSoleBody});
      return;
    }
    if (auto *branch = dyn_cast<IfStmt>(statement)) {
      bool isGuard = !branch->getElse() && !branch->hasInitStorage() && !branch->hasVarStorage();
      if (branch->getThen())
        pending.push_back({branch->getThen(), true, !isa<CompoundStmt>(branch->getThen()), isGuard ? branch : nullptr,
                           isGuard && item.isSoleBody});
      push(branch->getElse(), true);
      if (branch->getCond()) pending.push_back({branch->getCond()});
      return;
    }
    const Stmt *body = nullptr;
    if (auto *loop = dyn_cast<ForStmt>(statement)) body = loop->getBody();
    else if (auto *loop = dyn_cast<WhileStmt>(statement)) body = loop->getBody();
    else if (auto *loop = dyn_cast<DoStmt>(statement)) body = loop->getBody();
    else if (auto *loop = dyn_cast<CXXForRangeStmt>(statement)) body = loop->getBody();
    else if (auto *choice = dyn_cast<SwitchStmt>(statement)) body = choice->getBody();
    else if (auto *label = dyn_cast<SwitchCase>(statement)) body = label->getSubStmt();
    else if (auto *label = dyn_cast<LabelStmt>(statement)) body = label->getSubStmt();
    else if (auto *attributed = dyn_cast<AttributedStmt>(statement)) body = attributed->getSubStmt();
    if (body) push(body, true);
    if (isa<LambdaExpr>(statement)) return;
    for (const Stmt *child : statement->children())
      if (child && child != body) pending.push_back({child});
  }

  ClangSpan withSemicolon(ClangSpan span) {
    if (span.file == 0) return span;
    FileID file;
    std::memcpy(static_cast<void *>(&file), &span.file, sizeof(span.file));
    span.end = semicolonEnd(unit, {file, span.end});
    return span;
  }

  void add(const Item &item) {
    ClangStatementLayout layout = {};
    layout.expression = span(unit, item.statement->getSourceRange());
    if (layout.expression.file == 0) return;
    layout.statement = withSemicolon(layout.expression);
    layout.isSoleBody = item.isSoleBody;
    if (item.guard) {
      layout.guard = span(unit, item.guard->getSourceRange());
      if (!isa<CompoundStmt>(item.guard->getThen())) layout.guard = withSemicolon(layout.guard);
      layout.condition = span(unit, item.guard->getCond()->getSourceRange());
      layout.isGuardSoleBody = item.isGuardSoleBody;
    }
    found.push_back(layout);
  }
};

}  // namespace

size_t bridge_statement_layouts(
    ClangUnit unit, ClangStatement body, ClangStatementLayout *buffer, size_t capacity) {
  UnitState &state = bridge::state(unit);
  // Asked twice where the buffer is small: the answer is kept between.
  if (state.layoutBody != unwrap(body)) {
    state.layoutBody = unwrap(body);
    state.layouts = Search(state).run(unwrap(body));
  }
  return fill(state.layouts, buffer, capacity, [](const ClangStatementLayout &item) { return item; });
}
