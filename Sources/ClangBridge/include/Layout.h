#pragma once

#include "Basics.h"

BRIDGE_BEGIN

// Where the parts of declarations and statements stand in the text.

typedef enum BRIDGE_ENUM ClangLayoutPart {
  ClangLayoutPartVariable,
  /// The result of a function, or of what a function pointer or typedef of one is about.
  ClangLayoutPartResult,
} ClangLayoutPart;

typedef enum BRIDGE_ENUM ClangTypeForm {
  ClangTypeFormPlain,
  /// An alias that hides a pointer or reference.
  ClangTypeFormAlias,
  ClangTypeFormDeduced,
  ClangTypeFormTemplate,
} ClangTypeForm;

typedef struct ClangDeclarationLayout {
  /// False where there is no such part, or no text of it.
  bool isPresent;
  ClangTypeForm form;
  bool isGrouped;
  bool isFirst;
  bool isParenthesized;
  bool isTrailing;
  /// In an instantiation: the text is the template's.
  bool isInstantiated;
  ClangSpan name;
  /// The type without the declarator, with the qualifiers next to it.
  ClangSpan specifier;
  ClangSpan detachedQualifier;
  /// Pointers and references before the name, with their qualifiers.
  ClangSpan pointer;
  ClangSpan suffix;
  ClangSpan initializer;
  ClangSpan declarator;
  ClangSpan whole;
  ClangSpan group;
  /// The first template argument of the specifier.
  ClangSpan argument;
} ClangDeclarationLayout;

ClangDeclarationLayout bridge_declaration_layout(ClangUnit unit, ClangDeclaration declaration, ClangLayoutPart part)
    BRIDGE_NAME("ClangUnit.layout(self:of:_:)");

typedef struct ClangStatementLayout {
  ClangSpan expression;
  /// With the semicolon.
  ClangSpan statement;
  /// An `if` without `else` that holds nothing else, and its condition.
  ClangSpan guard;
  ClangSpan condition;
  /// The body of something without braces.
  bool isSoleBody;
  bool isGuardSoleBody;
} ClangStatementLayout;

/// Statements of one expression in a body, those of closures in it left out.
size_t bridge_statement_layouts(
    ClangUnit unit, ClangStatement body, ClangStatementLayout *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangUnit.layouts(self:in:into:capacity:)");

BRIDGE_END
