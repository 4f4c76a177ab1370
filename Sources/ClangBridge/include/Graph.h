#pragma once

#include "Basics.h"

BRIDGE_BEGIN

typedef struct ClangGraph {
  void *_Nullable address;
} ClangGraph;
/// A member's, base's or delegated initialiser in a constructor.
typedef struct ClangInitializer {
  const void *_Nullable address;
} ClangInitializer;

typedef enum BRIDGE_ENUM ClangElementKind {
  ClangElementKindStatement,
  ClangElementKindInitializer,
  /// Storage for the `new` expression in `statement`.
  ClangElementKindAllocation,
  ClangElementKindLifetimeEnd,
  /// Destructors that run by themselves: of a variable, a temporary, a field, a base.
  ClangElementKindVariableDestructor,
  ClangElementKindTemporaryDestructor,
  ClangElementKindFieldDestructor,
  ClangElementKindBaseDestructor,
  /// The function `function` of the attribute on `declaration` runs.
  ClangElementKindCleanup,
  ClangElementKindNothing,
} ClangElementKind;

/// Where the object that a statement makes is built.
typedef enum BRIDGE_ENUM ClangTargetKind {
  ClangTargetKindNone,
  ClangTargetKindVariable,
  ClangTargetKindInitializer,
  ClangTargetKindNew,
  ClangTargetKindTemporary,
  ClangTargetKindReturned,
  ClangTargetKindArgument,
  ClangTargetKindCapture,
} ClangTargetKind;

typedef struct ClangElement {
  ClangElementKind kind;
  ClangStatement statement;
  ClangDeclaration declaration;
  ClangDeclaration function;
  ClangInitializer initializer;
  ClangTargetKind target;
  /// The target: the variable's declaration, or the `new`.
  ClangDeclaration targetDeclaration;
  ClangStatement targetStatement;
  ClangInitializer targetInitializer;
  /// Wrappers around the object that would have been a temporary, had it not been built elsewhere.
  ClangStatement elidedMaterialization;
  ClangStatement elidedBinding;
} ClangElement;

typedef enum BRIDGE_ENUM ClangTerminatorKind {
  ClangTerminatorKindNone,
  ClangTerminatorKindBranch,
  ClangTerminatorKindLoop,
  ClangTerminatorKindSwitch,
  ClangTerminatorKindGoto,
  ClangTerminatorKindTry,
  ClangTerminatorKindLogical,
  ClangTerminatorKindEither,
} ClangTerminatorKind;

typedef enum BRIDGE_ENUM ClangLabelKind {
  ClangLabelKindNone,
  ClangLabelKindCase,
  ClangLabelKindDefault,
  ClangLabelKindCatch,
  ClangLabelKindOther,
} ClangLabelKind;

typedef struct ClangBlockShape {
  uint32_t elementCount;
  uint32_t successorCount;
  ClangTerminatorKind terminator;
  ClangStatement terminatorStatement;
  /// What decides between the successors: the last condition if it is in this block.
  ClangStatement condition;
  ClangLabelKind label;
  /// The range of a case.
  int64_t low;
  int64_t high;
  /// What a handler binds.
  ClangDeclaration exception;
  bool isNoReturn;
} ClangBlockShape;

typedef struct ClangSuccessor {
  /// Negative: none.
  int32_t block;
  bool isUnreachable;
} ClangSuccessor;

/// The graph of a function's body, or of a variable's initialiser; none where Clang cannot make one.
ClangGraph bridge_graph_make(ClangUnit unit, ClangDeclaration declaration, ClangStatement body)
    BRIDGE_NAME("ClangUnit.graph(self:of:body:)");
void bridge_graph_destroy(ClangGraph graph) BRIDGE_NAME("ClangGraph.destroy(self:)");
size_t bridge_graph_block_count(ClangGraph graph) BRIDGE_PROPERTY(ClangGraph, blockCount);
uint32_t bridge_graph_entry(ClangGraph graph) BRIDGE_PROPERTY(ClangGraph, entry);
uint32_t bridge_graph_exit(ClangGraph graph) BRIDGE_PROPERTY(ClangGraph, exit);
ClangBlockShape bridge_graph_block(ClangGraph graph, uint32_t block) BRIDGE_NAME("ClangGraph.block(self:_:)");
ClangSuccessor bridge_graph_successor(ClangGraph graph, uint32_t block, uint32_t index)
    BRIDGE_NAME("ClangGraph.successor(self:of:at:)");
ClangElement bridge_graph_element(ClangGraph graph, uint32_t block, uint32_t index)
    BRIDGE_NAME("ClangGraph.element(self:of:at:)");
/// Statements in the body of a `try` that may throw, the bodies of nested ones left out.
size_t bridge_try_throwers(ClangStatement statement, ClangStatement *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangStatement.throwers(self:into:capacity:)");

typedef enum BRIDGE_ENUM ClangInitializerKind {
  ClangInitializerKindField,
  ClangInitializerKindBase,
  ClangInitializerKindDelegation,
} ClangInitializerKind;

ClangInitializerKind bridge_initializer_kind(ClangInitializer initializer) BRIDGE_PROPERTY(ClangInitializer, kind);
/// The fields from the record down to the one that is initialised: more than one in anonymous records.
size_t bridge_initializer_fields(ClangInitializer initializer, ClangDeclaration *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangInitializer.fields(self:into:capacity:)");
ClangType bridge_initializer_base(ClangInitializer initializer) BRIDGE_PROPERTY(ClangInitializer, base);
ClangStatement bridge_initializer_expression(ClangInitializer initializer)
    BRIDGE_PROPERTY(ClangInitializer, expression);
ClangSpan bridge_initializer_span(ClangUnit unit, ClangInitializer initializer)
    BRIDGE_NAME("ClangUnit.span(self:ofInitializer:)");

BRIDGE_END
