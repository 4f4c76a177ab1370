#pragma once

#include "Basics.h"
#include "Texts.h"

BRIDGE_BEGIN

/// Where Clang's own headers lie, by the prefix that the bridge was built with; lives for ever.
ClangText bridge_resource_directory(void);

/// What to parse, and whom to tell. Every pointer need only live during the call.
typedef struct ClangUnitRequest {
  const char *_Nonnull directory;
  const char *_Nullable const *_Nullable arguments;
  size_t argumentCount;
  const char *_Nonnull resourceDirectory;
  const char *_Nullable precompiledHeader;
  /// A file's text that is taken instead of what is on disk; the path is absolute.
  const char *_Nullable const *_Nullable overlayPaths;
  const char *_Nullable const *_Nullable overlayTexts;
  size_t overlayCount;
  /// The same for many files and many parses; below the overlays.
  const ClangTexts *_Nullable texts;
  /// Handed to every function below.
  void *_Nullable context;
  /// Says of a body in a project header, by the place of the function's name, that it need not be parsed.
  bool (*_Nullable skipsBody)(void *_Nullable context, ClangText path, uint32_t offset);
  /// Libraries' own headers are read as the program's are, wherever they are installed; those of the language are not.
  bool readsLibraries;
  /// Called once, when all is parsed, while the unit lives.
  void (*_Nonnull visit)(void *_Nullable context, ClangUnit unit);
  /// Called for each error and fatal error.
  void (*_Nonnull report)(
      void *_Nullable context, ClangText path, uint32_t line, uint32_t column, ClangText message);
} ClangUnitRequest;

typedef enum BRIDGE_ENUM ClangUnitStatus {
  ClangUnitStatusParsed,
  /// The command is none for a compiler, or it names no source.
  ClangUnitStatusUnusableCommand,
  ClangUnitStatusMissingFile,
  ClangUnitStatusCrashed,
} ClangUnitStatus;

/// Parses and lets `visit` look. Many threads may do so at once. Nothing out of the command is run or written.
ClangUnitStatus bridge_parse(const ClangUnitRequest *_Nonnull request) BRIDGE_NAME("ClangUnitRequest.parse(self:)");

/// Precompiles the source, a header of headers, to a file for `precompiledHeader`. Errors leave no file; `visit` is not called.
ClangUnitStatus bridge_precompile(const ClangUnitRequest *_Nonnull request, const char *_Nonnull output)
    BRIDGE_NAME("ClangUnitRequest.precompile(self:to:)");

/// The declarations that this unit itself brings: at top level, of classes, and what it instantiates.
size_t bridge_unit_declaration_count(ClangUnit unit) BRIDGE_PROPERTY(ClangUnit, declarationCount);
ClangDeclaration bridge_unit_declaration(ClangUnit unit, size_t index) BRIDGE_NAME("ClangUnit.declaration(self:at:)");
/// One of those declarations, or a part of one: a parameter, a member.
bool bridge_unit_brings(ClangUnit unit, ClangDeclaration declaration) BRIDGE_NAME("ClangUnit.brings(self:_:)");
bool bridge_unit_is_cplusplus(ClangUnit unit) BRIDGE_PROPERTY(ClangUnit, isCPlusPlus);

/// Files that were read, as absolute paths, in the order of their first use; not those behind a precompiled header.
size_t bridge_unit_file_count(ClangUnit unit) BRIDGE_PROPERTY(ClangUnit, fileCount);
ClangText bridge_unit_file(ClangUnit unit, size_t index) BRIDGE_NAME("ClangUnit.file(self:at:)");

/// Absolute paths that were looked for in vain.
size_t bridge_unit_missing_count(ClangUnit unit) BRIDGE_PROPERTY(ClangUnit, missingCount);
ClangText bridge_unit_missing(ClangUnit unit, size_t index) BRIDGE_NAME("ClangUnit.missing(self:at:)");

/// Absolute path of a file number out of a span, until the next text.
ClangText bridge_unit_path(ClangUnit unit, int32_t file) BRIDGE_NAME("ClangUnit.path(self:file:)");
/// What was parsed of a file; empty where that can no longer be read.
ClangText bridge_unit_contents(ClangUnit unit, int32_t file) BRIDGE_NAME("ClangUnit.contents(self:file:)");
bool bridge_unit_is_system(ClangUnit unit, int32_t file) BRIDGE_NAME("ClangUnit.isSystem(self:file:)");
/// It lies below one of the system's include directories, though it may have been found by the user's own path.
bool bridge_unit_is_installed(ClangUnit unit, int32_t file) BRIDGE_NAME("ClangUnit.isInstalled(self:file:)");

BRIDGE_END
