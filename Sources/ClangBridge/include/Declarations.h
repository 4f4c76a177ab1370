#pragma once

#include "Basics.h"

BRIDGE_BEGIN

typedef enum BRIDGE_ENUM ClangDeclarationKind {
  ClangDeclarationKindFunction,
  ClangDeclarationKindMethod,
  ClangDeclarationKindConstructor,
  ClangDeclarationKindDestructor,
  ClangDeclarationKindConversion,
  ClangDeclarationKindVariable,
  ClangDeclarationKindParameter,
  ClangDeclarationKindBinding,
  ClangDeclarationKindField,
  ClangDeclarationKindRecord,
  ClangDeclarationKindTypedef,
  ClangDeclarationKindEnumerator,
  ClangDeclarationKindEnumeration,
  /// Namespaces, linkage blocks and the like: only what is inside counts.
  ClangDeclarationKindScope,
  ClangDeclarationKindBlock,
  ClangDeclarationKindOther,
} ClangDeclarationKind;

ClangDeclarationKind bridge_declaration_kind(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, kind);
/// The one declaration that stands for all of the same entity.
ClangDeclaration bridge_declaration_canonical(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, canonical);
/// Inside a template that is not instantiated.
bool bridge_declaration_is_dependent(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, isDependent);
bool bridge_declaration_is_precompiled(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, isPrecompiled);
bool bridge_declaration_is_invalid(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, isInvalid);
bool bridge_declaration_is_system(ClangUnit unit, ClangDeclaration declaration) BRIDGE_NAME("ClangUnit.isSystem(self:_:)");
bool bridge_declaration_is_externally_visible(ClangDeclaration declaration)
    BRIDGE_PROPERTY(ClangDeclaration, isExternallyVisible);
bool bridge_declaration_is_instantiation(ClangDeclaration declaration)
    BRIDGE_PROPERTY(ClangDeclaration, isInstantiation);

/// Texts, until the next text.
ClangText bridge_declaration_usr(ClangUnit unit, ClangDeclaration declaration) BRIDGE_NAME("ClangUnit.usr(self:_:)");
ClangText bridge_declaration_qualified_name(ClangUnit unit, ClangDeclaration declaration)
    BRIDGE_NAME("ClangUnit.qualifiedName(self:_:)");
ClangText bridge_declaration_name(ClangUnit unit, ClangDeclaration declaration) BRIDGE_NAME("ClangUnit.name(self:_:)");

/// The names that a function has in object files, one a line, until the next text.
ClangText bridge_function_symbols(ClangUnit unit, ClangDeclaration function) BRIDGE_NAME("ClangUnit.symbols(self:_:)");
/// What the symbols of a class's constructors and destructors begin with; empty for what has none, or none to be named.
ClangText bridge_record_symbol_prefix(ClangUnit unit, ClangDeclaration record)
    BRIDGE_NAME("ClangUnit.symbolPrefix(self:_:)");
/// Where a direct base lies in a class, in bytes; -1 where that is not known before the program runs.
int64_t bridge_record_base_offset(ClangUnit unit, ClangDeclaration record, ClangDeclaration base)
    BRIDGE_NAME("ClangUnit.baseOffset(self:in:of:)");
/// Where a field lies in its record, in bytes; -1 where it is not on a byte's boundary, or nobody knows.
int64_t bridge_field_offset(ClangUnit unit, ClangDeclaration field) BRIDGE_NAME("ClangUnit.fieldOffset(self:of:)");
/// How many bytes a field has; -1 where its place is not known.
int64_t bridge_field_size(ClangUnit unit, ClangDeclaration field) BRIDGE_NAME("ClangUnit.fieldSize(self:of:)");

ClangSpan bridge_declaration_name_span(ClangUnit unit, ClangDeclaration declaration)
    BRIDGE_NAME("ClangUnit.nameSpan(self:_:)");
/// Of the template's pattern that this is an instantiation of.
ClangSpan bridge_declaration_pattern_span(ClangUnit unit, ClangDeclaration declaration)
    BRIDGE_NAME("ClangUnit.patternSpan(self:_:)");
ClangType bridge_declaration_type(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, type);
/// Members of a scope; of a record those that may hold code or types.
size_t bridge_declaration_members(ClangDeclaration declaration, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.members(self:into:capacity:)");
/// Other declarations of the same entity and this one, first to last.
size_t bridge_declaration_redeclarations(
    ClangDeclaration declaration, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.redeclarations(self:into:capacity:)");
/// Attributes, one a line, as `name` or `name:text`, until the next text.
ClangText bridge_declaration_attributes(ClangUnit unit, ClangDeclaration declaration)
    BRIDGE_NAME("ClangUnit.attributes(self:_:)");
/// The macro at the beginning of the declared type (a function's: of its result).
ClangText bridge_declaration_type_macro(ClangUnit unit, ClangDeclaration declaration)
    BRIDGE_NAME("ClangUnit.typeMacro(self:_:)");

// Functions.

typedef enum ClangFunctionFlags {
  ClangFunctionFlagsVirtual = 1 << 0,
  ClangFunctionFlagsPure = 1 << 1,
  ClangFunctionFlagsConst = 1 << 2,
  ClangFunctionFlagsVariadic = 1 << 3,
  ClangFunctionFlagsNoReturn = 1 << 4,
  ClangFunctionFlagsNoThrow = 1 << 5,
  ClangFunctionFlagsImplicit = 1 << 6,
  ClangFunctionFlagsInstantiation = 1 << 7,
  ClangFunctionFlagsOperator = 1 << 8,
  ClangFunctionFlagsDeleted = 1 << 9,
  ClangFunctionFlagsDefaulted = 1 << 10,
  ClangFunctionFlagsUnprototyped = 1 << 11,
  ClangFunctionFlagsDefined = 1 << 12,
  ClangFunctionFlagsCopy = 1 << 13,
  ClangFunctionFlagsMove = 1 << 14,
  ClangFunctionFlagsInline = 1 << 15,
  ClangFunctionFlagsStatic = 1 << 16,
  ClangFunctionFlagsTrivial = 1 << 17,
  ClangFunctionFlagsLambdaOperator = 1 << 18,
  ClangFunctionFlagsPrivate = 1 << 19,
  ClangFunctionFlagsProtected = 1 << 20,
} ClangFunctionFlags;

/// Has the compiler work out what it leaves open until somebody asks: whether a destructor may throw.
void bridge_function_settle(ClangUnit unit, ClangDeclaration function) BRIDGE_NAME("ClangUnit.settle(self:_:)");
uint32_t bridge_function_flags(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, functionFlags);
ClangType bridge_function_return_type(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, returnType);
size_t bridge_function_parameter_count(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, parameterCount);
ClangDeclaration bridge_function_parameter(ClangDeclaration function, size_t index)
    BRIDGE_NAME("ClangDeclaration.parameter(self:at:)");
/// The declaration that has the body, if one is known.
ClangDeclaration bridge_function_definition(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, definition);
/// None for a skipped body.
ClangStatement bridge_function_body(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, body);
/// The record that a method, field or nested record belongs to.
ClangDeclaration bridge_declaration_record(ClangDeclaration declaration) BRIDGE_PROPERTY(ClangDeclaration, record);
/// The type of `this`, for what has one.
ClangType bridge_function_this_type(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, thisType);
size_t bridge_function_overridden(ClangDeclaration function, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.overridden(self:into:capacity:)");
uint32_t bridge_function_builtin(ClangDeclaration function) BRIDGE_PROPERTY(ClangDeclaration, builtin);

// Variables.

ClangStatement bridge_variable_initializer(ClangDeclaration variable) BRIDGE_PROPERTY(ClangDeclaration, initializer);
/// In a frame: a local that is neither static nor thread-local.
bool bridge_variable_is_local(ClangDeclaration variable) BRIDGE_PROPERTY(ClangDeclaration, isLocal);
/// The declaration that makes the variable; none where this unit has only others.
ClangDeclaration bridge_variable_definition(ClangDeclaration variable)
    BRIDGE_PROPERTY(ClangDeclaration, variableDefinition);
bool bridge_variable_is_static_local(ClangDeclaration variable) BRIDGE_PROPERTY(ClangDeclaration, isStaticLocal);
/// A structured binding's own variable (of a tuple-like object), or the expression that it abbreviates.
ClangDeclaration bridge_binding_variable(ClangDeclaration binding) BRIDGE_PROPERTY(ClangDeclaration, bindingVariable);
ClangStatement bridge_binding_expression(ClangDeclaration binding)
    BRIDGE_PROPERTY(ClangDeclaration, bindingExpression);
int64_t bridge_enumerator_value(ClangDeclaration enumerator) BRIDGE_PROPERTY(ClangDeclaration, enumeratorValue);
size_t bridge_enumeration_enumerators(
    ClangDeclaration enumeration, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.enumerators(self:into:capacity:)");
/// The typedef that names an enumeration without a tag; none where there is no such.
ClangDeclaration bridge_enumeration_typedef(ClangDeclaration enumeration)
    BRIDGE_PROPERTY(ClangDeclaration, enumerationTypedef);
/// `enum class`.
bool bridge_enumeration_is_scoped(ClangDeclaration enumeration) BRIDGE_PROPERTY(ClangDeclaration, isScopedEnumeration);
bool bridge_enumeration_is_defined(ClangDeclaration enumeration)
    BRIDGE_PROPERTY(ClangDeclaration, isDefinedEnumeration);

/// The typedef in a declared function-pointer type; none where the type is written out.
ClangDeclaration bridge_declaration_signature_typedef(ClangDeclaration declaration)
    BRIDGE_PROPERTY(ClangDeclaration, signatureTypedef);
/// The function type behind a declared function pointer, reference or function typedef; none for other types.
ClangType bridge_declaration_signature_type(ClangDeclaration declaration)
    BRIDGE_PROPERTY(ClangDeclaration, signatureType);
/// The parameters as they are written in the declarator, where that is known.
size_t bridge_declaration_signature_parameters(
    ClangDeclaration declaration, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.signatureParameters(self:into:capacity:)");

// Records.

typedef enum ClangRecordFlags {
  ClangRecordFlagsDefined = 1 << 0,
  ClangRecordFlagsClass = 1 << 1,
  ClangRecordFlagsUnion = 1 << 2,
  ClangRecordFlagsClosure = 1 << 3,
  ClangRecordFlagsAbstract = 1 << 4,
  ClangRecordFlagsInstantiation = 1 << 5,
  /// The definition came with a precompiled header.
  ClangRecordFlagsPrecompiledDefinition = 1 << 6,
} ClangRecordFlags;

typedef struct ClangBase {
  ClangDeclaration record;
  bool isVirtual;
} ClangBase;

typedef enum BRIDGE_ENUM ClangTemplateArgumentKind {
  ClangTemplateArgumentKindType,
  ClangTemplateArgumentKindFunction,
  ClangTemplateArgumentKindInteger,
  ClangTemplateArgumentKindOther,
} ClangTemplateArgumentKind;

typedef struct ClangTemplateArgument {
  ClangTemplateArgumentKind kind;
  ClangType type;
  ClangDeclaration function;
  int64_t integer;
  /// Until the next text.
  ClangText spelling;
} ClangTemplateArgument;

uint32_t bridge_record_flags(ClangDeclaration record) BRIDGE_PROPERTY(ClangDeclaration, recordFlags);
ClangDeclaration bridge_record_definition(ClangDeclaration record) BRIDGE_PROPERTY(ClangDeclaration, recordDefinition);
size_t bridge_record_bases(ClangDeclaration record, ClangBase *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.bases(self:into:capacity:)");
size_t bridge_record_fields(ClangDeclaration record, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.fields(self:into:capacity:)");
uint32_t bridge_field_index(ClangDeclaration field) BRIDGE_PROPERTY(ClangDeclaration, fieldIndex);
/// None where destroying does nothing and nobody wrote one.
ClangDeclaration bridge_record_destructor(ClangUnit unit, ClangDeclaration record)
    BRIDGE_NAME("ClangUnit.destructor(self:of:)");
/// The template that a record is an instantiation of.
ClangDeclaration bridge_record_template(ClangDeclaration record) BRIDGE_PROPERTY(ClangDeclaration, recordTemplate);
size_t bridge_record_template_argument_count(ClangDeclaration record)
    BRIDGE_PROPERTY(ClangDeclaration, templateArgumentCount);
ClangTemplateArgument bridge_record_template_argument(ClangUnit unit, ClangDeclaration record, size_t index)
    BRIDGE_NAME("ClangUnit.templateArgument(self:of:at:)");

/// What a lambda or a block captures: a variable (none: `this`) and the closure's field (none in a block).
typedef struct ClangCapture {
  ClangDeclaration variable;
  ClangDeclaration field;
  bool isByReference;
} ClangCapture;
size_t bridge_closure_captures(ClangDeclaration closure, ClangCapture *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangDeclaration.captures(self:into:capacity:)");
/// The function that a lambda's record is called through.
ClangDeclaration bridge_closure_operator(ClangDeclaration closure) BRIDGE_PROPERTY(ClangDeclaration, callOperator);

BRIDGE_END
