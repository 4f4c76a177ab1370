// Parsing one unit: from a compiler command to a syntax tree that a visitor looks at.

#include "Probes.h"
#include "Recovery.h"
#include "Texts.h"
#include "UnitState.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTMutationListener.h>
#include <clang/Basic/Stack.h>
#include <clang/Basic/Version.h>
#include <clang/Driver/Options.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Sema/Sema.h>
#include <llvm/Support/CrashRecoveryContext.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <mutex>

using namespace clang;
using namespace bridge;

namespace {

/// Gathers the declarations that the unit brings itself; what comes out of a precompiled header is left out.
class Collector : public ASTConsumer, public ASTMutationListener {
public:
  Collector(UnitState &unit, const ClangUnitRequest &request) : unit(unit), request(request) {}

  void Initialize(ASTContext &context) override { unit.context = &context; }

  bool HandleTopLevelDecl(DeclGroupRef group) override {
    for (const Decl *declaration : group) unit.add(declaration);
    return true;
  }
  void HandleInterestingDecl(DeclGroupRef) override {}
  void HandleTopLevelDeclInObjCContainer(DeclGroupRef) override {}
  void HandleTagDeclDefinition(TagDecl *declaration) override { unit.add(declaration); }
  void HandleCXXStaticMemberVarInstantiation(VarDecl *declaration) override { unit.add(declaration); }
  void CompletedImplicitDefinition(const FunctionDecl *function) override { unit.add(function); }
  void FunctionDefinitionInstantiated(const FunctionDecl *function) override { unit.add(function); }
  ASTMutationListener *GetASTMutationListener() override { return this; }

  /// Bodies in system headers are nobody's to judge, and those that were lowered elsewhere need no second look.
  bool shouldSkipFunctionBody(Decl *declaration) override {
    SourceManager &sources = unit.sources();
    SourceLocation location = sources.getExpansionLoc(declaration->getLocation());
    if (location.isInvalid()) return false;
    if (sources.isInSystemHeader(location)) return unit.isSystem(declaration);
    if (!request.skipsBody || sources.isInMainFile(location)) return false;
    if (isa<FunctionTemplateDecl>(declaration) || declaration->isTemplated()) return false;
    // These use the class's table of virtual functions, which brings members into being that nobody wrote.
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(declaration) &&
        cast<CXXMethodDecl>(declaration)->getParent()->isPolymorphic())
      return false;
    auto [file, offset] = sources.getDecomposedLoc(location);
    if (file != lastFile) {
      lastFile = file;
      lastPath.clear();
      if (auto entry = sources.getFileEntryRefForID(file)) {
        lastPath = entry->getName();
        sources.getFileManager().makeAbsolutePath(lastPath);
        llvm::sys::path::remove_dots(lastPath, true);
      }
    }
    if (!request.skipsBody(request.context, wrap(lastPath.str()), offset)) return false;
    // By the first virtual method without an inline body Clang tells which unit has the class's table. A body that is passed over
    // is none to it; the keyword says the same.
    if (auto *method = dyn_cast<CXXMethodDecl>(declaration); method && !method->isOutOfLine())
      method->setInlineSpecified(true);
    return true;
  }

private:
  UnitState &unit;
  const ClangUnitRequest &request;
  FileID lastFile;
  llvm::SmallString<256> lastPath;
};

class CollectingAction : public ASTFrontendAction {
public:
  CollectingAction(UnitState &unit, const ClangUnitRequest &request) : unit(unit), request(request) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &compiler, llvm::StringRef) override {
    unit.preprocessor = &compiler.getPreprocessor();
    return std::make_unique<Collector>(unit, request);
  }

private:
  UnitState &unit;
  const ClangUnitRequest &request;
};

class Reporter : public DiagnosticConsumer {
public:
  Reporter(UnitState &unit, const ClangUnitRequest &request) : unit(unit), request(request) {}

  void HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic &diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < DiagnosticsEngine::Note || level == DiagnosticsEngine::Warning || level == DiagnosticsEngine::Remark) {
      isError = false;
      return;
    }
    // Of notes only those matter that say by whose use an error's template is read.
    if (level == DiagnosticsEngine::Note && !isError) return;
    if (level >= DiagnosticsEngine::Error) {
      noteError(diagnostic);
      isError = reported < limit;
    }
    if (!isError) return;
    llvm::SmallString<256> message;
    diagnostic.FormatDiagnostic(message);
    if (level == DiagnosticsEngine::Note && !message.starts_with("in instantiation of")) return;
    if (level >= DiagnosticsEngine::Error) ++reported;
    llvm::SmallString<256> path;
    unsigned line = 0, column = 0;
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
      PresumedLoc place = diagnostic.getSourceManager().getPresumedLoc(diagnostic.getLocation());
      if (place.isValid()) {
        path = place.getFilename();
        line = place.getLine();
        column = place.getColumn();
      }
    }
    request.report(request.context, wrap(path.str()), line, column, wrap(message.str()));
  }

private:
  /// A warning that counts as an error says nothing of the tree.
  void noteError(const Diagnostic &diagnostic) {
    if (!diagnostic.hasSourceManager() || diagnostic.getLocation().isInvalid()) return;
    if (DiagnosticIDs::isBuiltinWarningOrExtension(diagnostic.getID())) return;
    if (unit.errors.size() < placeLimit)
      unit.errors.push_back(diagnostic.getSourceManager().getExpansionLoc(diagnostic.getLocation()));
  }

  static constexpr unsigned limit = 60;
  static constexpr unsigned placeLimit = 10000;
  UnitState &unit;
  const ClangUnitRequest &request;
  unsigned reported = 0;
  /// The last diagnostic that is no note is an error that was reported.
  bool isError = false;
};

/// Options that would make the compiler write, run or load something, or that only concern output.
///
/// Returns how many arguments to leave out, this one included; 0 keeps it.
unsigned droppedArguments(llvm::StringRef argument) {
  static const llvm::StringRef withValue[] = {
      "-o", "-MF", "-MT", "-MQ", "-MJ", "-load", "-fplugin", "-dependency-file", "--serialize-diagnostics",
      "-serialize-diagnostic-file", "-add-plugin", "-plugin", "-index-store-path", "-Xpreprocessor", "-Xassembler",
      "-Xlinker", "-wrapper", "--config", "-B", "-specs", "--param", "-main-file-name"};
  static const llvm::StringRef alone[] = {
      "-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MG", "-MP", "-MV", "-Werror", "-pedantic-errors", "-save-temps",
      "-pipe", "-H", "-v", "-###", "-emit-llvm", "-emit-ast", "-fsyntax-only", "--coverage", "-ftime-trace", "-ftime-report",
      "-gsplit-dwarf", "-integrated-as", "-no-integrated-cpp", "-fmodules", "-fcxx-modules", "-fdiagnostics-color", "--version", "--help", "-help", "-time"};
  static const llvm::StringRef prefixes[] = {
      "-Werror=", "-fplugin=", "-fplugin-arg-", "-fpass-plugin=", "-save-temps=", "-Wp,", "-Wa,", "-Wl,", "-fdump-",
      "-specs=", "--specs=", "--config=", "-ftime-trace=", "-fprofile-", "-fmodules-cache-path", "-fmodule-", "-fcrash-diagnostics",
      "-fproc-stat-report", "-fdiagnostics-color=", "-fsanitize", "-fno-sanitize", "-flto", "-fauto-profile", "-fxray-",
      "-fsave-optimization-record", "-foptimization-record", "-fmemory-profile", "-B", "-fuse-ld", "--ld-path",
      "-gen-reproducer", "-dump", "-print-", "--print-", "--help-", "-index-store-path=", "-MF", "-MT", "-MQ", "-o"};
  for (llvm::StringRef name : withValue)
    if (argument == name) return 2;
  for (llvm::StringRef name : alone)
    if (argument == name) return 1;
  for (llvm::StringRef prefix : prefixes)
    if (argument.starts_with(prefix) && argument != "-objc") return 1;
  return 0;
}

std::vector<std::string> safeArguments(const ClangUnitRequest &request) {
  std::vector<std::string> result;
  for (size_t index = 0; index < request.argumentCount;) {
    llvm::StringRef argument = request.arguments[index];
    if (index == 0) {
      result.push_back(argument.str());
      ++index;
      continue;
    }
    // `-Xclang` hands an option to the compiler proper, its value with another `-Xclang`.
    if (argument == "-Xclang" && index + 1 < request.argumentCount) {
      llvm::StringRef inner = request.arguments[index + 1];
      if (inner == "-include-pch" || inner == "-include-pth") {
        index += 4;
        continue;
      }
      unsigned dropped = droppedArguments(inner);
      if (dropped == 0 && inner.starts_with("-") && !inner.starts_with("-emit") && !inner.starts_with("-ast-")) {
        result.push_back("-Xclang");
        result.push_back(inner.str());
      } else if (dropped == 0 && !inner.starts_with("-")) {
        result.push_back("-Xclang");
        result.push_back(inner.str());
      }
      index += dropped == 2 ? 4 : 2;
      continue;
    }
    unsigned dropped = droppedArguments(argument);
    if (dropped == 0) {
      result.push_back(argument.str());
      ++index;
    } else {
      index += dropped;
    }
  }
  result.push_back("-fsyntax-only");
  result.push_back("-w");
  result.push_back("-resource-dir");
  result.push_back(request.resourceDirectory);
  if (request.precompiledHeader) {
    result.push_back("-Xclang");
    result.push_back("-include-pch");
    result.push_back("-Xclang");
    result.push_back(request.precompiledHeader);
  }
  return result;
}

IntrusiveRefCntPtr<llvm::vfs::FileSystem> fileSystem(const ClangUnitRequest &request) {
  // A file system of its own per call: the working directory belongs to it, not to the process.
  IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk = llvm::vfs::createPhysicalFileSystem().release();
  disk->setCurrentWorkingDirectory(request.directory);
  if (request.texts) disk = overlaid(disk, *request.texts);
  if (request.overlayCount == 0) return disk;
  auto overlay = IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem>(new llvm::vfs::OverlayFileSystem(disk));
  auto memory = IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem>(new llvm::vfs::InMemoryFileSystem());
  memory->setCurrentWorkingDirectory(request.directory);
  for (size_t index = 0; index < request.overlayCount; ++index)
    memory->addFile(
        request.overlayPaths[index], 0, llvm::MemoryBuffer::getMemBufferCopy(request.overlayTexts[index]));
  overlay->pushOverlay(memory);
  return overlay;
}

void collectFiles(UnitState &unit) {
  SourceManager &sources = unit.sources();
  llvm::SmallString<256> path;
  auto append = [&](llvm::StringRef name) {
    path = name;
    sources.getFileManager().makeAbsolutePath(path);
    llvm::sys::path::remove_dots(path, true);
    unit.files.push_back(path.str().str());
  };
  llvm::DenseSet<const FileEntry *> known;
  auto visit = [&](const SrcMgr::SLocEntry &entry) {
    if (!entry.isFile()) return;
    OptionalFileEntryRef file = entry.getFile().getContentCache().OrigEntry;
    if (file && known.insert(&file->getFileEntry()).second) append(file->getName());
  };
  for (unsigned index = 0; index < sources.local_sloc_entry_size(); ++index)
    visit(sources.getLocalSLocEntry(index));
}

/// With an `output` the source is precompiled to that file, and nobody visits it.
ClangUnitStatus parse(const ClangUnitRequest &request, const char *output = nullptr) {
  auto files = IntrusiveRefCntPtr<ProbingFileSystem>(new ProbingFileSystem(fileSystem(request)));
  UnitState unit;
  Reporter reporter(unit, request);
  IntrusiveRefCntPtr<DiagnosticsEngine> commandDiagnostics =
      CompilerInstance::createDiagnostics(new DiagnosticOptions(), &reporter, false);
  std::vector<std::string> arguments = safeArguments(request);
  std::vector<const char *> pointers;
  for (const std::string &argument : arguments) pointers.push_back(argument.c_str());

  // Unknown options are another compiler's: they are no reason not to read the source.
  IntrusiveRefCntPtr<DiagnosticsEngine> silent =
      CompilerInstance::createDiagnostics(new DiagnosticOptions(), new IgnoringDiagConsumer());
  CreateInvocationOptions options;
  options.Diags = silent;
  options.VFS = files;
  options.RecoverOnError = true;
  std::shared_ptr<CompilerInvocation> invocation = createInvocation(pointers, options);
  if (!invocation || invocation->getFrontendOpts().Inputs.empty()) return ClangUnitStatusUnusableCommand;
  FrontendOptions &frontend = invocation->getFrontendOpts();
  frontend.Inputs.resize(1);
  InputKind kind = frontend.Inputs[0].getKind();
  if (kind.getLanguage() == Language::Asm || kind.getLanguage() == Language::LLVM_IR || kind.isPreprocessed() ||
      kind.getFormat() != InputKind::Source)
    if (!kind.isPreprocessed()) return ClangUnitStatusUnusableCommand;
  if (!files->exists(frontend.Inputs[0].getFile())) return ClangUnitStatusMissingFile;

  frontend.ProgramAction = frontend::ParseSyntaxOnly;
  frontend.OutputFile.clear();
  frontend.Plugins.clear();
  frontend.AddPluginActions.clear();
  frontend.ActionName.clear();
  frontend.PluginArgs.clear();
  frontend.LLVMArgs.clear();
  frontend.DisableFree = false;
  frontend.SkipFunctionBodies = true;
  invocation->getDependencyOutputOpts() = DependencyOutputOptions();
  invocation->getDiagnosticOpts().DiagnosticSerializationFile.clear();
  invocation->getDiagnosticOpts().DiagnosticLogFile.clear();
  invocation->getDiagnosticOpts().VerifyDiagnostics = false;
  invocation->getDiagnosticOpts().ErrorLimit = 0;
  invocation->getPreprocessorOpts().RetainRemappedFileBuffers = false;
  invocation->getPreprocessorOpts().DisablePCHOrModuleValidation = DisableValidationForModuleKind::None;
  invocation->getLangOpts().SpellChecking = false;
  invocation->getLangOpts().CommentOpts = CommentOptions();

  if (output) {
    frontend.ProgramAction = frontend::GeneratePCH;
    frontend.OutputFile = output;
    frontend.SkipFunctionBodies = false;
    // What its bodies instantiate is instantiated once, in it, and not by each of its users.
    invocation->getLangOpts().PCHInstantiateTemplates = true;
  }

  unit.directory = request.directory;
  unit.readsLibraries = request.readsLibraries;
  auto compiler = std::make_unique<CompilerInstance>();
  compiler->setInvocation(invocation);
  compiler->createDiagnostics(&reporter, false);
  compiler->setFileManager(new FileManager(compiler->getFileSystemOpts(), files));
  if (!compiler->createTarget()) return ClangUnitStatusUnusableCommand;

  files->isRecording = true;

  CollectingAction collecting(unit, request);
  GeneratePCHAction precompiling;
  FrontendAction &action = output ? static_cast<FrontendAction &>(precompiling) : collecting;
  bool hasParsed = false;
  bool hasBegun = false;
  bool survived = false;
  {
    // Ends before the visit: a trap in the visitor must not come back into a parse that is over.
    llvm::CrashRecoveryContext guard;
    survived = guard.RunSafely([&] {
      hasBegun = action.BeginSourceFile(*compiler, compiler->getFrontendOpts().Inputs[0]);
      if (!hasBegun) return;
      if (llvm::Error error = action.Execute()) llvm::consumeError(std::move(error));
      hasParsed = true;
    });
  }
  if (!survived) {
    // What is left of it cannot be taken apart safely.
    (void)compiler.release();
    return ClangUnitStatusCrashed;
  }
  if (hasParsed && unit.context) {
    unit.policy = PrintingPolicy(compiler->getLangOpts());
    unit.policy.adjustForCPlusPlus();
    if (!compiler->getLangOpts().CPlusPlus) unit.policy = PrintingPolicy(compiler->getLangOpts());
    unit.policy.FullyQualifiedName = true;
    unit.policy.SuppressElaboration = true;
    unit.policy.SuppressInlineNamespace = true;
    unit.policy.AnonymousTagLocations = false;
    unit.policy.SuppressUnwrittenScope = true;
    unit.policy.TerseOutput = true;
    unit.sema = compiler->hasSema() ? &compiler->getSema() : nullptr;
    collectFiles(unit);
    for (const auto &path : files->missing) unit.missing.push_back(path.getKey().str());
    request.visit(request.context, {&unit});
  }
  if (hasBegun) action.EndSourceFile();
  return hasParsed ? ClangUnitStatusParsed : ClangUnitStatusUnusableCommand;
}

}  // namespace

ClangText bridge_resource_directory() {
  static const std::string path = [] {
    std::string prefix = DEED_LLVM;
    return prefix + "/lib/clang/" + std::to_string(CLANG_VERSION_MAJOR);
  }();
  return wrap(llvm::StringRef(path));
}

static void prepareThread() {
  static std::once_flag once;
  // Whoever restarts after crashes has threads with stacks as deep as can be, and wants none of them changed for another.
  if (restartsAfterCrashes()) return;
  std::call_once(once, [] { llvm::CrashRecoveryContext::Enable(); });
  clang::noteBottomOfStack();
}

ClangUnitStatus bridge_parse(const ClangUnitRequest *request) {
  prepareThread();
  return parse(*request);
}

ClangUnitStatus bridge_precompile(const ClangUnitRequest *request, const char *output) {
  prepareThread();
  return parse(*request, output);
}

size_t bridge_unit_declaration_count(ClangUnit unit) { return state(unit).declarations.size(); }

ClangDeclaration bridge_unit_declaration(ClangUnit unit, size_t index) {
  return wrap(state(unit).declarations[index]);
}

bool bridge_unit_brings(ClangUnit unit, ClangDeclaration handle) {
  const UnitState &state = bridge::state(unit);
  const Decl *declaration = unwrap(handle);
  if (state.seen.contains(declaration)) return true;
  const DeclContext *owner = declaration->getDeclContext();
  return owner && state.seen.contains(cast<Decl>(owner));
}

bool bridge_unit_is_cplusplus(ClangUnit unit) { return state(unit).language().CPlusPlus; }

size_t bridge_unit_missing_count(ClangUnit unit) { return state(unit).missing.size(); }

ClangText bridge_unit_missing(ClangUnit unit, size_t index) {
  return wrap(llvm::StringRef(state(unit).missing[index]));
}

size_t bridge_unit_file_count(ClangUnit unit) { return state(unit).files.size(); }

ClangText bridge_unit_file(ClangUnit unit, size_t index) { return wrap(llvm::StringRef(state(unit).files[index])); }
