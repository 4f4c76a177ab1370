#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define BRIDGE_BEGIN extern "C" {
#define BRIDGE_END }
#else
#define BRIDGE_BEGIN
#define BRIDGE_END
#endif

/// Makes a function of one handle a Swift property of it.
#define BRIDGE_PROPERTY(OWNER, NAME) __attribute__((swift_name("getter:" #OWNER "." #NAME "(self:)")))
/// Gives a function its Swift name.
#define BRIDGE_NAME(NAME) __attribute__((swift_name(NAME)))
/// An enumeration that is complete, so that a Swift `switch` over it needs no default.
#define BRIDGE_ENUM __attribute__((enum_extensibility(closed)))

/// Each handle is a type of its own, so that a statement is never taken for a declaration; a null address means
/// "there is none".
typedef struct ClangUnit {
  void *_Nullable address;
} ClangUnit;
typedef struct ClangDeclaration {
  const void *_Nullable address;
} ClangDeclaration;
typedef struct ClangStatement {
  const void *_Nullable address;
} ClangStatement;
/// A type with its qualifiers and its sugar.
typedef struct ClangType {
  const void *_Nullable address;
} ClangType;

/// Bytes that belong to the unit. What says "until the next text" lies in a buffer that the unit uses again.
typedef struct ClangText {
  const char *_Nullable bytes;
  size_t count;
} ClangText;

/// Where text stands: a file by its number in the unit (0: nowhere), bytes from `begin` up to `end`.
///
/// Text out of a macro's body has the place of the outermost expansion, and that macro's name.
typedef struct ClangSpan {
  int32_t file;
  uint32_t begin;
  uint32_t end;
  ClangText macro;
} ClangSpan;
