// Statements and expressions: what each is, and its parts.

#include "UnitState.h"

#include <clang/AST/ExprObjC.h>
#include <clang/AST/StmtCXX.h>

using namespace clang;
using namespace bridge;

static ClangStatement wrapped(const Stmt *statement) { return {statement}; }

static ClangStatementKind callKind(const CallExpr *call) {
  const Expr *callee = call->getCallee()->IgnoreParens();
  if (isa<CXXPseudoDestructorExpr>(callee)) return ClangStatementKindPseudoDestructor;
  if (auto *member = dyn_cast<CXXMemberCallExpr>(call)) {
    if (member->getMethodDecl()) return ClangStatementKindMemberCall;
    return ClangStatementKindCall;
  }
  if (isa<CXXOperatorCallExpr>(call)) return ClangStatementKindOperatorCall;
  return ClangStatementKindCall;
}

ClangStatementKind bridge_statement_kind(ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  if (!statement) return ClangStatementKindOther;
  switch (statement->getStmtClass()) {
  case Stmt::ConstantExprClass:
    // Its parts tell more than the number.
    return ClangStatementKindTransparent;
  case Stmt::ParenExprClass:
  case Stmt::ExprWithCleanupsClass:
  case Stmt::SubstNonTypeTemplateParmExprClass:
  case Stmt::GenericSelectionExprClass:
  case Stmt::ChooseExprClass:
  case Stmt::OpaqueValueExprClass:
  case Stmt::CXXRewrittenBinaryOperatorClass:
  case Stmt::AttributedStmtClass:
  case Stmt::LabelStmtClass:
    return ClangStatementKindTransparent;
  case Stmt::CXXDefaultArgExprClass:
  case Stmt::CXXDefaultInitExprClass:
    return ClangStatementKindDefault;
  case Stmt::DeclRefExprClass: return ClangStatementKindReference;
  case Stmt::MemberExprClass: return ClangStatementKindMember;
  case Stmt::ArraySubscriptExprClass: return ClangStatementKindSubscript;
  case Stmt::CXXThisExprClass: return ClangStatementKindThis;
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::ArrayTypeTraitExprClass:
  case Stmt::ExpressionTraitExprClass:
  case Stmt::SizeOfPackExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConceptSpecializationExprClass:
    return ClangStatementKindInteger;
  case Stmt::FloatingLiteralClass:
  case Stmt::FixedPointLiteralClass:
    return ClangStatementKindFloating;
  case Stmt::StringLiteralClass:
  case Stmt::PredefinedExprClass:
  case Stmt::ObjCStringLiteralClass:
    return ClangStatementKindString;
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
    return ClangStatementKindNull;
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return ClangStatementKindZero;
  case Stmt::UnaryOperatorClass: return ClangStatementKindUnary;
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return ClangStatementKindBinary;
  case Stmt::ConditionalOperatorClass: return ClangStatementKindConditional;
  case Stmt::BinaryConditionalOperatorClass: return ClangStatementKindBinaryConditional;
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
  case Stmt::CXXFunctionalCastExprClass:
  case Stmt::CXXStaticCastExprClass:
  case Stmt::CXXDynamicCastExprClass:
  case Stmt::CXXReinterpretCastExprClass:
  case Stmt::CXXConstCastExprClass:
  case Stmt::CXXAddrspaceCastExprClass:
  case Stmt::BuiltinBitCastExprClass:
  case Stmt::ObjCBridgedCastExprClass:
    return ClangStatementKindCast;
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
  case Stmt::CUDAKernelCallExprClass:
    return callKind(cast<CallExpr>(statement));
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return ClangStatementKindConstruct;
  case Stmt::CXXInheritedCtorInitExprClass: return ClangStatementKindInheritedConstruct;
  case Stmt::MaterializeTemporaryExprClass: return ClangStatementKindMaterialize;
  case Stmt::CXXBindTemporaryExprClass: return ClangStatementKindBindTemporary;
  case Stmt::CXXNewExprClass: return ClangStatementKindNew;
  case Stmt::CXXDeleteExprClass: return ClangStatementKindDelete;
  case Stmt::CXXThrowExprClass: return ClangStatementKindThrow;
  case Stmt::LambdaExprClass: return ClangStatementKindLambda;
  case Stmt::BlockExprClass: return ClangStatementKindBlock;
  case Stmt::InitListExprClass:
  case Stmt::CXXParenListInitExprClass:
    return ClangStatementKindList;
  case Stmt::CXXStdInitializerListExprClass: return ClangStatementKindInitializerList;
  case Stmt::CompoundLiteralExprClass: return ClangStatementKindCompoundLiteral;
  case Stmt::StmtExprClass: return ClangStatementKindStatementExpression;
  case Stmt::ArrayInitLoopExprClass: return ClangStatementKindArrayLoop;
  case Stmt::AtomicExprClass: return ClangStatementKindAtomic;
  case Stmt::CXXPseudoDestructorExprClass: return ClangStatementKindPseudoDestructor;
  case Stmt::RecoveryExprClass: return ClangStatementKindError;
  case Stmt::ReturnStmtClass: return ClangStatementKindReturn;
  case Stmt::DeclStmtClass: return ClangStatementKindDeclaration;
  default: return isa<Expr>(statement) ? ClangStatementKindOtherExpression : ClangStatementKindOther;
  }
}

/// `[callee object, argument...]` or `[object, argument...]`, by the kind of call.
static const Expr *receiver(const CallExpr *call) {
  if (auto *member = dyn_cast<CXXMemberCallExpr>(call)) return member->getImplicitObjectArgument();
  return nullptr;
}

ClangStatement bridge_statement_first(ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  switch (statement->getStmtClass()) {
  case Stmt::ConstantExprClass: return wrapped(cast<ConstantExpr>(statement)->getSubExpr());
  case Stmt::ParenExprClass: return wrapped(cast<ParenExpr>(statement)->getSubExpr());
  case Stmt::ExprWithCleanupsClass: return wrapped(cast<ExprWithCleanups>(statement)->getSubExpr());
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return wrapped(cast<SubstNonTypeTemplateParmExpr>(statement)->getReplacement());
  case Stmt::GenericSelectionExprClass: {
    auto *selection = cast<GenericSelectionExpr>(statement);
    return wrapped(selection->isResultDependent() ? nullptr : selection->getResultExpr());
  }
  case Stmt::ChooseExprClass: return wrapped(cast<ChooseExpr>(statement)->getChosenSubExpr());
  case Stmt::OpaqueValueExprClass: return wrapped(cast<OpaqueValueExpr>(statement)->getSourceExpr());
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return wrapped(cast<CXXRewrittenBinaryOperator>(statement)->getSemanticForm());
  case Stmt::AttributedStmtClass: return wrapped(cast<AttributedStmt>(statement)->getSubStmt());
  case Stmt::LabelStmtClass: return wrapped(cast<LabelStmt>(statement)->getSubStmt());
  case Stmt::CXXDefaultArgExprClass: return wrapped(cast<CXXDefaultArgExpr>(statement)->getExpr());
  case Stmt::CXXDefaultInitExprClass: return wrapped(cast<CXXDefaultInitExpr>(statement)->getExpr());
  case Stmt::MemberExprClass: return wrapped(cast<MemberExpr>(statement)->getBase());
  case Stmt::ArraySubscriptExprClass: return wrapped(cast<ArraySubscriptExpr>(statement)->getBase());
  case Stmt::UnaryOperatorClass: return wrapped(cast<UnaryOperator>(statement)->getSubExpr());
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return wrapped(cast<BinaryOperator>(statement)->getLHS());
  case Stmt::ConditionalOperatorClass: return wrapped(cast<ConditionalOperator>(statement)->getCond());
  case Stmt::BinaryConditionalOperatorClass:
    return wrapped(cast<BinaryConditionalOperator>(statement)->getCommon());
  case Stmt::MaterializeTemporaryExprClass: return wrapped(cast<MaterializeTemporaryExpr>(statement)->getSubExpr());
  case Stmt::CXXBindTemporaryExprClass: return wrapped(cast<CXXBindTemporaryExpr>(statement)->getSubExpr());
  case Stmt::CXXNewExprClass: return wrapped(cast<CXXNewExpr>(statement)->getInitializer());
  case Stmt::CXXDeleteExprClass: return wrapped(cast<CXXDeleteExpr>(statement)->getArgument());
  case Stmt::CXXThrowExprClass: return wrapped(cast<CXXThrowExpr>(statement)->getSubExpr());
  case Stmt::CXXStdInitializerListExprClass:
    return wrapped(cast<CXXStdInitializerListExpr>(statement)->getSubExpr());
  case Stmt::CompoundLiteralExprClass: return wrapped(cast<CompoundLiteralExpr>(statement)->getInitializer());
  case Stmt::ArrayInitLoopExprClass:
    return wrapped(cast<ArrayInitLoopExpr>(statement)->getCommonExpr()->getSourceExpr());
  case Stmt::ReturnStmtClass: return wrapped(cast<ReturnStmt>(statement)->getRetValue());
  case Stmt::AtomicExprClass: return wrapped(cast<AtomicExpr>(statement)->getPtr());
  case Stmt::StmtExprClass: {
    auto *compound = cast<StmtExpr>(statement)->getSubStmt();
    if (compound->body_empty()) return {};
    return wrapped(dyn_cast_or_null<Expr>(compound->getStmtExprResult()));
  }
  default:
    if (auto *cast = dyn_cast<CastExpr>(statement)) return wrapped(cast->getSubExpr());
    if (auto *call = dyn_cast<CallExpr>(statement)) return wrapped(receiver(call));
    return {};
  }
}

ClangStatement bridge_statement_second(ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  if (auto *binary = dyn_cast<BinaryOperator>(statement)) return wrapped(binary->getRHS());
  if (auto *subscript = dyn_cast<ArraySubscriptExpr>(statement)) return wrapped(subscript->getIdx());
  if (auto *conditional = dyn_cast<ConditionalOperator>(statement)) return wrapped(conditional->getTrueExpr());
  if (auto *creation = dyn_cast<CXXNewExpr>(statement))
    return wrapped(creation->isArray() && creation->getArraySize() ? *creation->getArraySize() : nullptr);
  if (auto *loop = dyn_cast<ArrayInitLoopExpr>(statement)) return wrapped(loop->getSubExpr());
  if (auto *atomic = dyn_cast<AtomicExpr>(statement)) {
    if (atomic->getOp() == AtomicExpr::AO__c11_atomic_init || atomic->getNumSubExprs() > 2)
      return wrapped(atomic->getVal1());
    return {};
  }
  return {};
}

ClangStatement bridge_statement_third(ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  if (auto *conditional = dyn_cast<AbstractConditionalOperator>(statement))
    return wrapped(conditional->getFalseExpr());
  if (auto *atomic = dyn_cast<AtomicExpr>(statement))
    if (atomic->getNumSubExprs() > 4) return wrapped(atomic->getVal2());
  return {};
}

size_t bridge_statement_operands(ClangStatement handle, ClangStatement *buffer, size_t capacity) {
  const Stmt *statement = unwrap(handle);
  auto same = [](const Stmt *operand) { return wrapped(operand); };
  if (auto *call = dyn_cast<CallExpr>(statement)) return fill(call->arguments(), buffer, capacity, same);
  if (auto *construct = dyn_cast<CXXConstructExpr>(statement))
    return fill(construct->arguments(), buffer, capacity, same);
  if (auto *lambda = dyn_cast<LambdaExpr>(statement))
    return fill(llvm::make_range(lambda->capture_init_begin(), lambda->capture_init_end()), buffer, capacity, same);
  if (auto *creation = dyn_cast<CXXNewExpr>(statement))
    return fill(creation->placement_arguments(), buffer, capacity, same);
  if (auto *list = dyn_cast<InitListExpr>(statement)) {
    if (!list->isSemanticForm() && list->getSemanticForm()) list = list->getSemanticForm();
    return fill(list->inits(), buffer, capacity, same);
  }
  if (auto *list = dyn_cast<CXXParenListInitExpr>(statement))
    return fill(list->getInitExprs(), buffer, capacity, same);
  size_t count = 0;
  for (const Stmt *child : statement->children()) {
    if (!child) continue;
    if (count < capacity) buffer[count] = wrapped(child);
    ++count;
  }
  return count;
}

ClangStatement bridge_statement_callee(ClangStatement handle) {
  auto *call = as<CallExpr>(handle);
  return wrapped(call ? call->getCallee() : nullptr);
}

static ClangDeclaration wrapped(const Decl *declaration) { return {declaration}; }

ClangDeclaration bridge_statement_declaration(ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  if (auto *reference = dyn_cast<DeclRefExpr>(statement)) return wrapped(reference->getDecl());
  if (auto *member = dyn_cast<MemberExpr>(statement)) return wrapped(member->getMemberDecl());
  if (auto *call = dyn_cast<CallExpr>(statement)) {
    const FunctionDecl *callee = call->getDirectCallee();
    return wrapped(callee);
  }
  if (auto *construct = dyn_cast<CXXConstructExpr>(statement)) return wrapped(construct->getConstructor());
  if (auto *construct = dyn_cast<CXXInheritedCtorInitExpr>(statement)) return wrapped(construct->getConstructor());
  if (auto *creation = dyn_cast<CXXNewExpr>(statement)) {
    // The library's own is what every `new` means; it says nothing.
    const FunctionDecl *allocation = creation->getOperatorNew();
    if (!allocation || allocation->isReplaceableGlobalAllocationFunction() ||
        allocation->isReservedGlobalPlacementOperator())
      return {};
    return wrapped(allocation);
  }
  if (auto *deletion = dyn_cast<CXXDeleteExpr>(statement)) {
    QualType type = deletion->getDestroyedType();
    if (type.isNull()) return {};
    const CXXRecordDecl *record = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition()) return {};
    return wrapped(record->getDestructor());
  }
  if (auto *lambda = dyn_cast<LambdaExpr>(statement)) return wrapped(lambda->getLambdaClass());
  if (auto *block = dyn_cast<BlockExpr>(statement)) return wrapped(block->getBlockDecl());
  if (auto *declaration = dyn_cast<DeclStmt>(statement))
    return wrapped(declaration->isSingleDecl() ? declaration->getSingleDecl() : nullptr);
  if (auto *binding = dyn_cast<CXXBindTemporaryExpr>(statement))
    return wrapped(binding->getTemporary() ? binding->getTemporary()->getDestructor() : nullptr);
  return {};
}

ClangType bridge_statement_type(ClangStatement handle) {
  auto *expression = as<Expr>(handle);
  return expression ? wrap(expression->getType()) : ClangType{};
}

ClangType bridge_statement_unsized_type(ClangUnit unit, ClangStatement handle) {
  auto *expression = as<Expr>(handle);
  if (!expression) return {};
  ASTContext &context = *state(unit).context;
  const clang::ArrayType *array = context.getAsArrayType(expression->getType());
  if (!array) return wrap(expression->getType());
  return wrap(context.getIncompleteArrayType(array->getElementType(), ArraySizeModifier::Normal, 0));
}

bool bridge_statement_is_place(ClangStatement handle) {
  auto *expression = as<Expr>(handle);
  return expression && expression->isGLValue();
}

bool bridge_statement_is_expression(ClangStatement handle) { return as<Expr>(handle) != nullptr; }

bool bridge_statement_has_errors(ClangStatement handle) {
  auto *expression = as<Expr>(handle);
  return expression && expression->containsErrors();
}

bool bridge_statement_is_cut(ClangUnit handle, ClangStatement body) {
  UnitState &unit = state(handle);
  if (unit.errors.empty() || !body.address) return false;
  SourceRange range = unit.sources().getExpansionRange(unwrap(body)->getSourceRange()).getAsRange();
  return llvm::any_of(unit.errors, [&](SourceLocation error) {
    return unit.sources().isPointWithin(error, range.getBegin(), range.getEnd());
  });
}

bool bridge_statement_is_object(ClangStatement handle) {
  auto *expression = as<Expr>(handle);
  return expression && expression->isPRValue() && expression->getType()->isRecordType();
}

int64_t bridge_statement_integer(ClangUnit unit, ClangStatement handle) {
  const Stmt *statement = unwrap(handle);
  switch (statement->getStmtClass()) {
  case Stmt::IntegerLiteralClass: return cast<IntegerLiteral>(statement)->getValue().zextOrTrunc(64).getSExtValue();
  case Stmt::CharacterLiteralClass: return cast<CharacterLiteral>(statement)->getValue();
  case Stmt::CXXBoolLiteralExprClass: return cast<CXXBoolLiteralExpr>(statement)->getValue();
  default: break;
  }
  auto *expression = dyn_cast<Expr>(statement);
  if (!expression || expression->isValueDependent() || expression->containsErrors()) return 0;
  Expr::EvalResult result;
  if (!expression->EvaluateAsInt(result, *state(unit).context)) return 0;
  return result.Val.getInt().extOrTrunc(64).getSExtValue();
}

double bridge_statement_floating(ClangStatement handle) {
  auto *literal = as<FloatingLiteral>(handle);
  return literal ? literal->getValueAsApproximateDouble() : 0;
}

/// Whether the preprocessor made a part of it, by `__FILE__` or `#`.
static bool isPreprocessed(const StringLiteral *literal, SourceManager &sources) {
  for (unsigned token = 0; token < literal->getNumConcatenated(); token++)
    if (sources.isWrittenInScratchSpace(sources.getSpellingLoc(literal->getStrTokenLoc(token)))) return true;
  return false;
}

ClangText bridge_statement_string(ClangUnit unit, ClangStatement handle) {
  auto *literal = as<StringLiteral>(handle);
  if (literal && isPreprocessed(literal, state(unit).sources())) return {};
  if (!literal) {
    auto *predefined = as<PredefinedExpr>(handle);
    literal = predefined ? predefined->getFunctionName() : nullptr;
  }
  if (!literal || literal->getCharByteWidth() != 1) return {};
  return wrap(literal->getString());
}

static ClangOperator binary(BinaryOperatorKind kind) {
  switch (kind) {
  case BO_PtrMemD:
  case BO_PtrMemI:
    return ClangOperatorMemberPointer;
  case BO_Mul:
  case BO_MulAssign:
    return ClangOperatorMultiply;
  case BO_Div:
  case BO_DivAssign:
    return ClangOperatorDivide;
  case BO_Rem:
  case BO_RemAssign:
    return ClangOperatorRemainder;
  case BO_Add:
  case BO_AddAssign:
    return ClangOperatorAdd;
  case BO_Sub:
  case BO_SubAssign:
    return ClangOperatorSubtract;
  case BO_Shl:
  case BO_ShlAssign:
    return ClangOperatorShiftLeft;
  case BO_Shr:
  case BO_ShrAssign:
    return ClangOperatorShiftRight;
  case BO_Cmp: return ClangOperatorThreeWay;
  case BO_LT: return ClangOperatorLess;
  case BO_GT: return ClangOperatorGreater;
  case BO_LE: return ClangOperatorLessOrEqual;
  case BO_GE: return ClangOperatorGreaterOrEqual;
  case BO_EQ: return ClangOperatorEqual;
  case BO_NE: return ClangOperatorNotEqual;
  case BO_And:
  case BO_AndAssign:
    return ClangOperatorAnd;
  case BO_Xor:
  case BO_XorAssign:
    return ClangOperatorXor;
  case BO_Or:
  case BO_OrAssign:
    return ClangOperatorOr;
  case BO_LAnd: return ClangOperatorLogicalAnd;
  case BO_LOr: return ClangOperatorLogicalOr;
  case BO_Assign: return ClangOperatorAssign;
  case BO_Comma: return ClangOperatorComma;
  }
  return ClangOperatorOther;
}

static ClangOperator unary(UnaryOperatorKind kind) {
  switch (kind) {
  case UO_PostInc: return ClangOperatorPostIncrement;
  case UO_PostDec: return ClangOperatorPostDecrement;
  case UO_PreInc: return ClangOperatorPreIncrement;
  case UO_PreDec: return ClangOperatorPreDecrement;
  case UO_AddrOf: return ClangOperatorAddressOf;
  case UO_Deref: return ClangOperatorDereference;
  case UO_Plus:
  case UO_Extension:
    return ClangOperatorPlus;
  case UO_Minus: return ClangOperatorMinus;
  case UO_Not: return ClangOperatorComplement;
  case UO_LNot: return ClangOperatorNot;
  case UO_Real:
  case UO_Imag:
  case UO_Coawait:
    return ClangOperatorOther;
  }
  return ClangOperatorOther;
}

ClangOperator bridge_statement_operator(ClangStatement handle) {
  if (auto *operation = as<BinaryOperator>(handle)) return binary(operation->getOpcode());
  if (auto *operation = as<UnaryOperator>(handle)) return unary(operation->getOpcode());
  return ClangOperatorOther;
}

bool bridge_statement_is_compound(ClangStatement handle) { return as<CompoundAssignOperator>(handle) != nullptr; }

ClangCastKind bridge_statement_cast(ClangStatement handle) {
  auto *cast = as<CastExpr>(handle);
  if (!cast) return ClangCastKindNothing;
  switch (cast->getCastKind()) {
  case CK_LValueToRValue: return ClangCastKindLoad;
  case CK_ToVoid: return ClangCastKindToVoid;
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    return ClangCastKindNull;
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
    return ClangCastKindUp;
  case CK_BaseToDerived: return ClangCastKindDown;
  case CK_Dynamic: return ClangCastKindChecked;
  case CK_PointerToBoolean:
  case CK_IntegralToBoolean:
  case CK_FloatingToBoolean:
  case CK_MemberPointerToBoolean:
  case CK_FloatingComplexToBoolean:
  case CK_IntegralComplexToBoolean:
  case CK_FixedPointToBoolean:
    return ClangCastKindToTruth;
  case CK_NoOp: {
    // A pointer or place that the user names another type for is worth a word.
    if (isa<ExplicitCastExpr>(cast) && (cast->getType()->isPointerType() || cast->isGLValue()))
      return ClangCastKindConvert;
    return ClangCastKindNothing;
  }
  case CK_ArrayToPointerDecay:
  case CK_FunctionToPointerDecay:
  case CK_BuiltinFnToFnPtr:
  case CK_ConstructorConversion:
  case CK_UserDefinedConversion:
  case CK_AtomicToNonAtomic:
  case CK_NonAtomicToAtomic:
  case CK_ToUnion:
  case CK_Dependent:
  case CK_ARCProduceObject:
  case CK_ARCConsumeObject:
  case CK_ARCReclaimReturnedObject:
  case CK_ARCExtendBlockObject:
  case CK_CopyAndAutoreleaseBlockObject:
    return ClangCastKindNothing;
  default: return ClangCastKindConvert;
  }
}

bool bridge_statement_is_explicit_cast(ClangStatement handle) {
  if (auto *implicit = as<ImplicitCastExpr>(handle)) return implicit->isPartOfExplicitCast();
  return as<ExplicitCastExpr>(handle) != nullptr;
}

bool bridge_statement_is_virtual_call(ClangStatement handle) {
  auto *call = as<CallExpr>(handle);
  if (!call) return false;
  auto *method = dyn_cast_or_null<CXXMethodDecl>(call->getDirectCallee());
  if (!method || !method->isVirtual()) return false;
  if (auto *member = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParens()))
    if (member->hasQualifier()) return false;
  const Expr *object = nullptr;
  if (auto *member = dyn_cast<CXXMemberCallExpr>(call)) object = member->getImplicitObjectArgument();
  else if (isa<CXXOperatorCallExpr>(call) && call->getNumArgs() > 0) object = call->getArg(0);
  if (!object) return true;
  return method->getDevirtualizedMethod(object, false) == nullptr;
}

bool bridge_statement_is_elidable(ClangStatement handle) {
  auto *construct = as<CXXConstructExpr>(handle);
  return construct && construct->isElidable();
}

bool bridge_statement_is_array(ClangStatement handle) {
  if (auto *creation = as<CXXNewExpr>(handle)) return creation->isArray();
  if (auto *deletion = as<CXXDeleteExpr>(handle)) return deletion->isArrayForm();
  return false;
}

bool bridge_statement_may_fail(ClangStatement handle) {
  auto *creation = as<CXXNewExpr>(handle);
  return creation && creation->shouldNullCheckAllocation();
}

ClangText bridge_statement_name(ClangStatement handle) {
  if (auto *atomic = as<AtomicExpr>(handle)) return wrap(atomic->getOpAsString());
  return wrap(llvm::StringRef(unwrap(handle)->getStmtClassName()));
}

ClangSpan bridge_statement_span(ClangUnit unit, ClangStatement handle) {
  return span(state(unit), unwrap(handle)->getSourceRange());
}
