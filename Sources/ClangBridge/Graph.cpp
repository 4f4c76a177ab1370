// Clang's control-flow graph, with destructors, temporaries, initialisers and lifetimes in it.

#include "UnitState.h"

#include <clang/AST/Attr.h>
#include <clang/AST/StmtCXX.h>
#include <clang/AST/StmtObjC.h>
#include <clang/Analysis/CFG.h>
#include <clang/Analysis/ConstructionContext.h>
#include <llvm/Support/CrashRecoveryContext.h>

using namespace clang;
using namespace bridge;

namespace {

/// The graph and its blocks by number.
struct GraphState {
  std::unique_ptr<CFG> graph;
  std::vector<const CFGBlock *> blocks;
  ASTContext *context;
};

const CFG::BuildOptions &options() {
  static const CFG::BuildOptions value = [] {
    CFG::BuildOptions options;
    options.setAllAlwaysAdd();
    options.PruneTriviallyFalseEdges = true;
    options.AddInitializers = true;
    options.AddImplicitDtors = true;
    options.AddTemporaryDtors = true;
    options.AddLifetime = true;
    options.AddStaticInitBranches = true;
    options.AddCXXNewAllocator = true;
    options.AddRichCXXConstructors = true;
    options.MarkElidedCXXConstructors = true;
    options.AddCXXDefaultInitExprInCtors = true;
    options.AddCXXDefaultInitExprInAggregates = true;
    return options;
  }();
  return value;
}

const GraphState &state(ClangGraph graph) { return *static_cast<GraphState *>(graph.address); }

ClangStatement wrapped(const Stmt *statement) { return {statement}; }
ClangDeclaration wrapped(const Decl *declaration) { return {declaration}; }

void describe(const ConstructionContext *context, ClangElement &element) {
  if (!context) return;
  auto variable = [&](const DeclStmt *statement) {
    element.target = ClangTargetKindVariable;
    element.targetDeclaration = wrapped(statement->getSingleDecl());
  };
  auto initializer = [&](const CXXCtorInitializer *value) {
    element.target = ClangTargetKindInitializer;
    element.targetInitializer = {value};
  };
  switch (context->getKind()) {
  case ConstructionContext::SimpleVariableKind:
    variable(cast<VariableConstructionContext>(context)->getDeclStmt());
    break;
  case ConstructionContext::CXX17ElidedCopyVariableKind: {
    auto *elided = cast<CXX17ElidedCopyVariableConstructionContext>(context);
    variable(elided->getDeclStmt());
    element.elidedBinding = wrapped(elided->getCXXBindTemporaryExpr());
    break;
  }
  case ConstructionContext::SimpleConstructorInitializerKind:
    initializer(cast<ConstructorInitializerConstructionContext>(context)->getCXXCtorInitializer());
    break;
  case ConstructionContext::CXX17ElidedCopyConstructorInitializerKind: {
    auto *elided = cast<CXX17ElidedCopyConstructorInitializerConstructionContext>(context);
    initializer(elided->getCXXCtorInitializer());
    element.elidedBinding = wrapped(elided->getCXXBindTemporaryExpr());
    break;
  }
  case ConstructionContext::NewAllocatedObjectKind:
    element.target = ClangTargetKindNew;
    element.targetStatement = wrapped(cast<NewAllocatedObjectConstructionContext>(context)->getCXXNewExpr());
    break;
  case ConstructionContext::SimpleTemporaryObjectKind: element.target = ClangTargetKindTemporary; break;
  case ConstructionContext::ElidedTemporaryObjectKind: {
    auto *elided = cast<ElidedTemporaryObjectConstructionContext>(context);
    describe(elided->getConstructionContextAfterElision(), element);
    element.elidedMaterialization = wrapped(elided->getMaterializedTemporaryExpr());
    element.elidedBinding = wrapped(elided->getCXXBindTemporaryExpr());
    break;
  }
  case ConstructionContext::SimpleReturnedValueKind: element.target = ClangTargetKindReturned; break;
  case ConstructionContext::CXX17ElidedCopyReturnedValueKind:
    element.target = ClangTargetKindReturned;
    element.elidedBinding =
        wrapped(cast<CXX17ElidedCopyReturnedValueConstructionContext>(context)->getCXXBindTemporaryExpr());
    break;
  case ConstructionContext::ArgumentKind: element.target = ClangTargetKindArgument; break;
  case ConstructionContext::LambdaCaptureKind: element.target = ClangTargetKindCapture; break;
  }
}

bool isUndefined(QualType type) {
  const CXXRecordDecl *record = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return record && !record->hasDefinition();
}

/// Where code has errors, an object may have parts of classes that were never defined. The builder asks each part of what a
/// destructor ends whether ending it does anything, and does not survive that question about such a one.
bool endsUndefinedParts(const Decl *declaration) {
  const auto *destructor = dyn_cast_or_null<CXXDestructorDecl>(declaration);
  if (!destructor) return false;
  const CXXRecordDecl *record = destructor->getParent();
  auto isUndefinedBase = [](const CXXBaseSpecifier &base) { return isUndefined(base.getType()); };
  return llvm::any_of(record->bases(), isUndefinedBase) || llvm::any_of(record->vbases(), isUndefinedBase) ||
         llvm::any_of(record->fields(), [](const FieldDecl *field) { return isUndefined(field->getType()); });
}

}  // namespace

ClangGraph bridge_graph_make(ClangUnit unit, ClangDeclaration declaration, ClangStatement body) {
  auto result = std::make_unique<GraphState>();
  result->context = bridge::state(unit).context;
  auto *statement = const_cast<Stmt *>(unwrap(body));
  CFG::BuildOptions chosen = options();
  if (endsUndefinedParts(unwrap(declaration))) chosen.AddImplicitDtors = chosen.AddTemporaryDtors = false;
  // A tree that breaks the builder costs this function, not the run.
  llvm::CrashRecoveryContext guard;
  bool survived = guard.RunSafely(
      [&] { result->graph = CFG::buildCFG(unwrap(declaration), statement, result->context, chosen); });
  if (!survived || !result->graph) {
    if (!survived) (void)result->graph.release();
    return {};
  }
  result->blocks.resize(result->graph->getNumBlockIDs());
  for (const CFGBlock *block : *result->graph) result->blocks[block->getBlockID()] = block;
  return {result.release()};
}

void bridge_graph_destroy(ClangGraph graph) { delete static_cast<GraphState *>(graph.address); }

size_t bridge_graph_block_count(ClangGraph graph) { return state(graph).blocks.size(); }
uint32_t bridge_graph_entry(ClangGraph graph) { return state(graph).graph->getEntry().getBlockID(); }
uint32_t bridge_graph_exit(ClangGraph graph) { return state(graph).graph->getExit().getBlockID(); }

static ClangTerminatorKind terminator(const CFGBlock &block) {
  CFGTerminator value = block.getTerminator();
  if (!value.isValid()) return ClangTerminatorKindNone;
  if (value.isVirtualBaseBranch() || value.isTemporaryDtorsBranch()) return ClangTerminatorKindEither;
  const Stmt *statement = value.getStmt();
  switch (statement->getStmtClass()) {
  case Stmt::IfStmtClass: return ClangTerminatorKindBranch;
  case Stmt::ForStmtClass:
  case Stmt::WhileStmtClass:
  case Stmt::DoStmtClass:
  case Stmt::CXXForRangeStmtClass:
  case Stmt::ObjCForCollectionStmtClass:
    return ClangTerminatorKindLoop;
  case Stmt::SwitchStmtClass: return ClangTerminatorKindSwitch;
  case Stmt::GotoStmtClass:
  case Stmt::IndirectGotoStmtClass:
  case Stmt::BreakStmtClass:
  case Stmt::ContinueStmtClass:
    return ClangTerminatorKindGoto;
  case Stmt::CXXTryStmtClass:
  case Stmt::SEHTryStmtClass:
  case Stmt::ObjCAtTryStmtClass:
    return ClangTerminatorKindTry;
  case Stmt::DeclStmtClass: return ClangTerminatorKindEither;
  case Stmt::BinaryOperatorClass:
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return ClangTerminatorKindLogical;
  default: return ClangTerminatorKindEither;
  }
}

ClangBlockShape bridge_graph_block(ClangGraph graph, uint32_t number) {
  ClangBlockShape shape = {};
  const GraphState &state = ::state(graph);
  const CFGBlock *block = state.blocks[number];
  if (!block) return shape;
  shape.elementCount = block->size();
  shape.successorCount = block->succ_size();
  shape.terminator = terminator(*block);
  shape.isNoReturn = block->hasNoReturnElement();
  if (shape.terminator != ClangTerminatorKindNone) {
    shape.terminatorStatement = wrapped(block->getTerminatorStmt());
    if (shape.terminator == ClangTerminatorKindBranch || shape.terminator == ClangTerminatorKindLoop ||
        shape.terminator == ClangTerminatorKindLogical || shape.terminator == ClangTerminatorKindSwitch) {
      const Stmt *condition = block->getLastCondition();
      if (!condition) condition = block->getTerminatorCondition();
      shape.condition = wrapped(condition);
    }
  }
  const Stmt *label = block->getLabel();
  if (!label) return shape;
  shape.label = ClangLabelKindOther;
  if (isa<DefaultStmt>(label)) shape.label = ClangLabelKindDefault;
  if (auto *handler = dyn_cast<CXXCatchStmt>(label)) {
    shape.label = ClangLabelKindCatch;
    shape.exception = wrapped(handler->getExceptionDecl());
  }
  if (auto *alternative = dyn_cast<CaseStmt>(label)) {
    shape.label = ClangLabelKindCase;
    auto value = [&](const Expr *expression) -> int64_t {
      if (!expression || expression->isValueDependent()) return 0;
      Expr::EvalResult result;
      if (!expression->EvaluateAsInt(result, *state.context)) return 0;
      return result.Val.getInt().extOrTrunc(64).getSExtValue();
    };
    shape.low = value(alternative->getLHS());
    shape.high = alternative->getRHS() ? value(alternative->getRHS()) : shape.low;
  }
  return shape;
}

ClangSuccessor bridge_graph_successor(ClangGraph graph, uint32_t number, uint32_t index) {
  const CFGBlock::AdjacentBlock &adjacent = state(graph).blocks[number]->succ_begin()[index];
  if (const CFGBlock *block = adjacent.getReachableBlock())
    return {static_cast<int32_t>(block->getBlockID()), false};
  if (const CFGBlock *block = adjacent.getPossiblyUnreachableBlock())
    return {static_cast<int32_t>(block->getBlockID()), true};
  return {-1, true};
}

ClangElement bridge_graph_element(ClangGraph graph, uint32_t number, uint32_t index) {
  const GraphState &state = ::state(graph);
  CFGElement item = (*state.blocks[number])[index];
  ClangElement element = {};
  switch (item.getKind()) {
  case CFGElement::Statement:
    element.kind = ClangElementKindStatement;
    element.statement = wrapped(item.castAs<CFGStmt>().getStmt());
    break;
  case CFGElement::Constructor: {
    CFGConstructor construction = item.castAs<CFGConstructor>();
    element.kind = ClangElementKindStatement;
    element.statement = wrapped(construction.getStmt());
    describe(construction.getConstructionContext(), element);
    break;
  }
  case CFGElement::CXXRecordTypedCall: {
    CFGCXXRecordTypedCall call = item.castAs<CFGCXXRecordTypedCall>();
    element.kind = ClangElementKindStatement;
    element.statement = wrapped(call.getStmt());
    describe(call.getConstructionContext(), element);
    break;
  }
  case CFGElement::Initializer:
    element.kind = ClangElementKindInitializer;
    element.initializer = {item.castAs<CFGInitializer>().getInitializer()};
    break;
  case CFGElement::NewAllocator:
    element.kind = ClangElementKindAllocation;
    element.statement = wrapped(item.castAs<CFGNewAllocator>().getAllocatorExpr());
    break;
  case CFGElement::LifetimeEnds: {
    element.kind = ClangElementKindLifetimeEnd;
    element.declaration = wrapped(item.castAs<CFGLifetimeEnds>().getVarDecl());
    element.statement = wrapped(item.castAs<CFGLifetimeEnds>().getTriggerStmt());
    break;
  }
  case CFGElement::AutomaticObjectDtor: {
    CFGAutomaticObjDtor destruction = item.castAs<CFGAutomaticObjDtor>();
    element.kind = ClangElementKindVariableDestructor;
    element.declaration = wrapped(destruction.getVarDecl());
    element.statement = wrapped(destruction.getTriggerStmt());
    element.function = wrapped(destruction.getDestructorDecl(*state.context));
    break;
  }
  case CFGElement::TemporaryDtor: {
    CFGTemporaryDtor destruction = item.castAs<CFGTemporaryDtor>();
    element.kind = ClangElementKindTemporaryDestructor;
    element.statement = wrapped(destruction.getBindTemporaryExpr());
    element.function = wrapped(destruction.getDestructorDecl(*state.context));
    break;
  }
  case CFGElement::MemberDtor: {
    CFGMemberDtor destruction = item.castAs<CFGMemberDtor>();
    element.kind = ClangElementKindFieldDestructor;
    element.declaration = wrapped(destruction.getFieldDecl());
    element.function = wrapped(destruction.getDestructorDecl(*state.context));
    break;
  }
  case CFGElement::BaseDtor: {
    CFGBaseDtor destruction = item.castAs<CFGBaseDtor>();
    element.kind = ClangElementKindBaseDestructor;
    // Clang's own answer for a base is none.
    const CXXRecordDecl *base = destruction.getBaseSpecifier()->getType()->getAsCXXRecordDecl();
    element.declaration = wrapped(base);
    element.function = wrapped(base && base->hasDefinition() ? base->getDestructor() : nullptr);
    break;
  }
  case CFGElement::CleanupFunction: {
    CFGCleanupFunction cleanup = item.castAs<CFGCleanupFunction>();
    element.kind = ClangElementKindCleanup;
    element.declaration = wrapped(cleanup.getVarDecl());
    element.function = wrapped(cleanup.getFunctionDecl());
    break;
  }
  default: element.kind = ClangElementKindNothing; break;
  }
  return element;
}

static void collectThrowers(const Stmt *statement, std::vector<const Stmt *> &result) {
  if (!statement || isa<CXXTryStmt>(statement) || isa<LambdaExpr>(statement) || isa<BlockExpr>(statement)) return;
  if (isa<CallExpr, CXXConstructExpr, CXXNewExpr, CXXThrowExpr, CXXDeleteExpr>(statement)) result.push_back(statement);
  for (const Stmt *child : statement->children()) collectThrowers(child, result);
}

size_t bridge_try_throwers(ClangStatement statement, ClangStatement *buffer, size_t capacity) {
  std::vector<const Stmt *> all;
  if (auto *attempt = as<CXXTryStmt>(statement)) collectThrowers(attempt->getTryBlock(), all);
  return fill(all, buffer, capacity, [](const Stmt *item) { return wrapped(item); });
}

static const CXXCtorInitializer *unwrap(ClangInitializer initializer) {
  return static_cast<const CXXCtorInitializer *>(initializer.address);
}

ClangInitializerKind bridge_initializer_kind(ClangInitializer handle) {
  const CXXCtorInitializer *initializer = ::unwrap(handle);
  if (initializer->isAnyMemberInitializer()) return ClangInitializerKindField;
  return initializer->isBaseInitializer() ? ClangInitializerKindBase : ClangInitializerKindDelegation;
}

size_t bridge_initializer_fields(ClangInitializer handle, ClangDeclaration *buffer, size_t capacity) {
  const CXXCtorInitializer *initializer = ::unwrap(handle);
  if (const IndirectFieldDecl *indirect = initializer->getIndirectMember())
    return fill(indirect->chain(), buffer, capacity, [](const NamedDecl *item) { return wrapped(item); });
  if (capacity > 0) buffer[0] = wrapped(initializer->getAnyMember());
  return 1;
}

ClangType bridge_initializer_base(ClangInitializer handle) {
  const CXXCtorInitializer *initializer = ::unwrap(handle);
  if (initializer->isBaseInitializer()) return wrap(QualType(initializer->getBaseClass(), 0));
  return {};
}

ClangStatement bridge_initializer_expression(ClangInitializer handle) { return wrapped(::unwrap(handle)->getInit()); }

ClangSpan bridge_initializer_span(ClangUnit unit, ClangInitializer handle) {
  const CXXCtorInitializer *initializer = ::unwrap(handle);
  if (!initializer->isWritten()) {
    SourceLocation location = initializer->getSourceLocation();
    return location.isValid() ? tokenSpan(bridge::state(unit), location) : ClangSpan{};
  }
  return span(bridge::state(unit), initializer->getSourceRange());
}
