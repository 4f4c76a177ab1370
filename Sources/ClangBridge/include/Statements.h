#pragma once

#include "Basics.h"

BRIDGE_BEGIN

/// What a statement is, as far as a reader must tell. `first`, `second` and `third` are its parts as said here.
typedef enum BRIDGE_ENUM ClangStatementKind {
  /// Parentheses, cleanups, chosen alternatives, substituted parameters: `first` stands for it.
  ClangStatementKindTransparent,
  /// `first` is the default, which the same tree may be in many places.
  ClangStatementKindDefault,
  /// `declaration`.
  ClangStatementKindReference,
  /// `declaration` in the object at `first`.
  ClangStatementKindMember,
  /// `first[second]`, with the pointer or array first.
  ClangStatementKindSubscript,
  ClangStatementKindThis,
  /// A literal, or what the compiler computes.
  ClangStatementKindInteger,
  ClangStatementKindFloating,
  ClangStatementKindString,
  ClangStatementKindNull,
  /// A value of zeros of `type`.
  ClangStatementKindZero,
  ClangStatementKindUnary,
  ClangStatementKindBinary,
  /// `first ? second : third`
  ClangStatementKindConditional,
  /// `first ?: third`
  ClangStatementKindBinaryConditional,
  ClangStatementKindCast,
  /// `callee` called with the operands; `declaration` if known.
  ClangStatementKindCall,
  /// The same, on the object `first` (an address).
  ClangStatementKindMemberCall,
  /// The same, written as an operator.
  ClangStatementKindOperatorCall,
  ClangStatementKindConstruct,
  /// A base's constructor that the class inherits and hands its own parameters.
  ClangStatementKindInheritedConstruct,
  ClangStatementKindMaterialize,
  ClangStatementKindBindTemporary,
  /// `first` is the initialiser, `second` the count, the operands are the placement arguments.
  ClangStatementKindNew,
  ClangStatementKindDelete,
  ClangStatementKindThrow,
  /// `declaration` is the closure's record, the operands are the captures' initialisers.
  ClangStatementKindLambda,
  ClangStatementKindBlock,
  ClangStatementKindList,
  /// `first` is a list's array.
  ClangStatementKindInitializerList,
  ClangStatementKindCompoundLiteral,
  /// `first` is the last expression.
  ClangStatementKindStatementExpression,
  /// `first` is initialised element by element, each with `second`.
  ClangStatementKindArrayLoop,
  /// `first` is the place, `second` and `third` the values.
  ClangStatementKindAtomic,
  ClangStatementKindPseudoDestructor,
  /// Text with errors.
  ClangStatementKindError,
  ClangStatementKindReturn,
  ClangStatementKindDeclaration,
  /// An expression that is not told apart: its operands are its children.
  ClangStatementKindOtherExpression,
  /// A statement that is not told apart.
  ClangStatementKindOther,
} ClangStatementKind;

typedef enum BRIDGE_ENUM ClangOperator {
  ClangOperatorAdd,
  ClangOperatorSubtract,
  ClangOperatorMultiply,
  ClangOperatorDivide,
  ClangOperatorRemainder,
  ClangOperatorShiftLeft,
  ClangOperatorShiftRight,
  ClangOperatorAnd,
  ClangOperatorOr,
  ClangOperatorXor,
  ClangOperatorEqual,
  ClangOperatorNotEqual,
  ClangOperatorLess,
  ClangOperatorLessOrEqual,
  ClangOperatorGreater,
  ClangOperatorGreaterOrEqual,
  ClangOperatorThreeWay,
  ClangOperatorLogicalAnd,
  ClangOperatorLogicalOr,
  ClangOperatorAssign,
  ClangOperatorComma,
  ClangOperatorMemberPointer,
  ClangOperatorPreIncrement,
  ClangOperatorPreDecrement,
  ClangOperatorPostIncrement,
  ClangOperatorPostDecrement,
  ClangOperatorAddressOf,
  ClangOperatorDereference,
  ClangOperatorPlus,
  ClangOperatorMinus,
  ClangOperatorComplement,
  ClangOperatorNot,
  ClangOperatorOther,
} ClangOperator;

typedef enum BRIDGE_ENUM ClangCastKind {
  /// The value stays what it is.
  ClangCastKindNothing,
  ClangCastKindLoad,
  ClangCastKindToVoid,
  /// Between pointers, or numbers, or both.
  ClangCastKindConvert,
  ClangCastKindToTruth,
  ClangCastKindNull,
  ClangCastKindUp,
  ClangCastKindDown,
  ClangCastKindChecked,
} ClangCastKind;

ClangStatementKind bridge_statement_kind(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, kind);
ClangStatement bridge_statement_first(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, first);
ClangStatement bridge_statement_second(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, second);
ClangStatement bridge_statement_third(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, third);
/// Arguments, elements of a list, captures, placement arguments; else children.
size_t bridge_statement_operands(ClangStatement statement, ClangStatement *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangStatement.operands(self:into:capacity:)");
ClangStatement bridge_statement_callee(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, callee);
ClangDeclaration bridge_statement_declaration(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, declaration);
ClangType bridge_statement_type(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, type);
/// The type, of an array without its length.
ClangType bridge_statement_unsized_type(ClangUnit unit, ClangStatement statement)
    BRIDGE_NAME("ClangUnit.unsizedType(self:of:)");
/// It denotes a place, not a value.
bool bridge_statement_is_place(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isPlace);
bool bridge_statement_is_expression(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isExpression);
bool bridge_statement_has_errors(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, hasErrors);
/// Whether the compiler told of an error inside it: what it did not understand may be missing from the tree.
bool bridge_statement_is_cut(ClangUnit unit, ClangStatement statement) BRIDGE_NAME("ClangUnit.isCut(self:_:)");
/// Its value is a whole object of class type, not a place.
bool bridge_statement_is_object(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isObject);
/// Of a literal, or of what the compiler works out by itself: `sizeof` and its kin.
int64_t bridge_statement_integer(ClangUnit unit, ClangStatement statement) BRIDGE_NAME("ClangUnit.integer(self:of:)");
double bridge_statement_floating(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, floating);
/// Of a literal that the user wrote: what the preprocessor makes, such as `__FILE__`, hangs on how the file was found.
ClangText bridge_statement_string(ClangUnit unit, ClangStatement statement)
    BRIDGE_NAME("ClangUnit.string(self:of:)");
ClangOperator bridge_statement_operator(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, operator);
/// An assignment that also computes: `a += b` is an add.
bool bridge_statement_is_compound(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isCompound);
ClangCastKind bridge_statement_cast(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, cast);
bool bridge_statement_is_explicit_cast(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isExplicitCast);
/// A member call that is bound by the object's dynamic type.
bool bridge_statement_is_virtual_call(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isVirtualCall);
/// A construction that the compiler may leave out, since its argument can be built in place.
bool bridge_statement_is_elidable(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isElidable);
/// `new[]`, `delete[]`.
bool bridge_statement_is_array(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, isArray);
/// A `new` that may give null.
bool bridge_statement_may_fail(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, mayFail);
/// `__c11_atomic_fetch_add` and the like; the class's name for what is not told apart.
ClangText bridge_statement_name(ClangStatement statement) BRIDGE_PROPERTY(ClangStatement, name);
ClangSpan bridge_statement_span(ClangUnit unit, ClangStatement statement) BRIDGE_NAME("ClangUnit.span(self:of:)");

BRIDGE_END
