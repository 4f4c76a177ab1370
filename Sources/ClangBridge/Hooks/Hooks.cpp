// A pass that Clang loads: puts calls of the recorder where a plan says, before anything is optimised.
//
// The plan is a text that DEED_HOOKS names, a line an entry with tabs between the words, as `deed cc` writes it. This
// pass knows symbols and argument numbers alone; what counts, and why, was decided before.

#include <llvm/ADT/StringMap.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Passes/PassPlugin.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <cstdlib>
#include <set>
#include <vector>

#include "HookTable.h"
#include "Plan.h"
#include "SymbolName.h"
#include "Values.h"

using namespace llvm;
using namespace values;

namespace {

class Inserter {
public:
  Inserter(Module &module, Plan &plan) : module(module), plan(plan), pointer(PointerType::get(module.getContext(), 0)), shared(module) {}

  bool run() {
    // Inserting adds functions; only those that were there are looked at.
    std::vector<Function *> functions;
    for (Function &function : module)
      if (!function.isDeclaration() && !function.hasFnAttribute(Attribute::Naked)) functions.push_back(&function);
    for (const auto &family : plan.families)
      for (StringRef ending : {"_made", "_freed", "_known"})
        if (family.second && family.first().ends_with(ending)) show(family.first());
    insertAtCalls(functions);
    insertIntoBlocks(functions);
    for (const Hook &hook : plan.hooks) {
      if (hook.action.starts_with("call-") || hook.action.starts_with("block-")) continue;
      bool isClass = hook.action == "construct" || hook.action == "destruct" || hook.action == "refine";
      if (!isClass) {
        Function *function = module.getFunction(hook.symbol);
        if (function && !function->isDeclaration()) insert(hook, *function);
        continue;
      }
      for (Function *function : functions)
        if (function->getName().starts_with(hook.symbol)) insertIntoMember(hook, *function);
    }
    return changed;
  }

private:
  Module &module;
  Plan &plan;
  PointerType *pointer;
  HookTable shared;
  bool changed = false;

  // MARK: Where

  /// Hooks at calls of functions whose bodies are elsewhere. A function that has such hooks itself, as inline ones of a
  /// library's headers have, is not looked into: its own callers are.
  void insertAtCalls(const std::vector<Function *> &functions) {
    StringMap<std::vector<const Hook *>> hooks;
    for (const Hook &hook : plan.hooks)
      if (hook.action.starts_with("call-")) hooks[hook.symbol].push_back(&hook);
    if (hooks.empty()) return;
    for (Function *function : functions) {
      if (hooks.count(function->getName())) continue;
      std::vector<CallBase *> sites;
      for (BasicBlock &block : *function)
        for (Instruction &instruction : block)
          if (auto *site = dyn_cast<CallBase>(&instruction))
            if (site->getCalledFunction() && hooks.count(site->getCalledFunction()->getName())) sites.push_back(site);
      for (CallBase *site : sites)
        for (const Hook *hook : hooks[site->getCalledFunction()->getName()]) insertAtCall(*hook, site);
    }
  }

  void insertAtCall(const Hook &hook, CallBase *site) {
    bool isResult = hook.action == "call-returns";
    if (hook.action == "call-skips" || (!isResult && hook.argument >= site->arg_size())) return;
    Value *value = isResult ? site : site->getArgOperand(hook.argument);
    if (!value->getType()->isPointerTy()) return;
    if (hook.action == "call-gives-up") return call(GiveUp, site, value, hook);
    if (hook.action == "call-empties") return callOnPointee(GiveUp, site, value, hook);
    Instruction *after = following(site);
    if (!after) return;
    if (isResult || hook.action == "call-acquires") call(Acquire, after, value, hook, site);
    if (hook.action == "call-fills") callOnPointee(Acquire, after, value, hook, site);
    if (hook.action == "call-gives-up-on-success") {
      // A pointer succeeds unless it is null, a number where it is not negative.
      if (!site->getType()->isPointerTy() && !site->getType()->isIntegerTy()) return;
      IRBuilder<> builder(after);
      builder.SetCurrentDebugLocation(place(site));
      Value *none = Constant::getNullValue(site->getType());
      Value *isGood = site->getType()->isPointerTy() ? builder.CreateICmpNE(site, none) : builder.CreateICmpSGE(site, none);
      call(GiveUp, SplitBlockAndInsertIfThen(isGood, after, false), value, hook, site);
    }
  }

  /// A library's control blocks: its methods are found by their names, since each unit instantiates them anew.
  void insertIntoBlocks(const std::vector<Function *> &functions) {
    StringMap<const Hook *> hooks;
    std::vector<std::string> classes;
    for (const Hook &hook : plan.hooks) {
      if (!hook.action.starts_with("block-")) continue;
      hooks[hook.symbol] = &hook;
      StringRef simple = hook.symbol.rsplit("::").first.rsplit("::").second;
      classes.push_back(std::to_string(simple.size()) + simple.str());
    }
    if (hooks.empty()) return;
    auto hookOf = [&](Function *function, SymbolName &name) -> const Hook * {
      // Few symbols have such a class in them: the others need not be taken apart.
      StringRef symbol = function->getName();
      if (none_of(classes, [&](const std::string &text) { return symbol.contains(text); })) return nullptr;
      name = SymbolName(symbol);
      auto found = hooks.find(name.context + "::" + name.simple);
      return found == hooks.end() ? nullptr : found->second;
    };
    std::vector<Function *> hooked;
    StringRef library;
    for (Function *function : functions) {
      SymbolName name;
      const Hook *hook = hookOf(function, name);
      if (!hook) continue;
      insertIntoBlock(*hook, name, *function);
      hooked.push_back(function);
      library = hook->symbol.split("::").first;
    }
    inlineLibrary(hooked, library);
    // What the library keeps to itself is told of where it is called.
    for (Function &function : module) {
      SymbolName name;
      const Hook *hook = function.isDeclaration() ? hookOf(&function, name) : nullptr;
      if (hook && hook->action == "block-retain-if-true") insertAtCallsOfBlock(*hook, function);
    }
  }

  void insertAtCallsOfBlock(const Hook &hook, Function &callee) {
    std::vector<CallBase *> sites;
    for (User *user : callee.users())
      if (auto *site = dyn_cast<CallBase>(user); site && site->getCalledFunction() == &callee) sites.push_back(site);
    for (CallBase *site : sites)
      if (Instruction *after = following(site); after && site->arg_size() > 0)
        callIfTrue(Retain, after, site, site->getArgOperand(0), hook, site);
  }

  /// Where a number or a pointer is not null.
  void callIfTrue(Event event, Instruction *before, Value *value, Value *object, const Hook &hook, Instruction *told) {
    if (!value->getType()->isIntegerTy() && !value->getType()->isPointerTy()) return;
    IRBuilder<> builder(before);
    builder.SetCurrentDebugLocation(place(told));
    Value *isTrue = builder.CreateICmpNE(value, Constant::getNullValue(value->getType()));
    call(event, SplitBlockAndInsertIfThen(isTrue, before, false), object, hook, told);
  }

  /// Without optimisation a smart pointer's own functions call each other many deep, and the stack that is recorded would show
  /// nothing else. They are inlined even so: what stands in the program's own code stays as it was.
  void inlineLibrary(std::vector<Function *> functions, StringRef library) {
    const unsigned mostCalls = 8;
    std::set<Function *> seen(functions.begin(), functions.end());
    for (unsigned calls = 0; calls <= mostCalls && !functions.empty(); ++calls) {
      std::vector<Function *> callers;
      for (Function *function : functions) {
        if (!function->hasFnAttribute(Attribute::OptimizeNone)) continue;
        function->removeFnAttr(Attribute::OptimizeNone);
        function->removeFnAttr(Attribute::NoInline);
        function->addFnAttr(Attribute::AlwaysInline);
        for (User *user : function->users()) {
          auto *site = dyn_cast<CallBase>(user);
          Function *caller = site && site->getCalledFunction() == function ? site->getFunction() : nullptr;
          if (caller && caller->hasLinkOnceODRLinkage() && SymbolName(caller->getName()).isIn(library) && seen.insert(caller).second) callers.push_back(caller);
        }
      }
      functions = std::move(callers);
    }
  }

  void insertIntoBlock(Hook hook, const SymbolName &name, Function &function) {
    Argument *block = sourceArgument(function, 0);
    if (!block || !block->getType()->isPointerTy()) return;
    Instruction *begin = &*function.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
    if (hook.action == "block-retain") call(Retain, begin, block, hook);
    if (hook.action == "block-release") call(Release, begin, block, hook);
    if (hook.action == "block-end") call(Destroy, begin, block, hook);
    if (hook.action == "block-retain-if-true")
      forEachReturn(function, [&](ReturnInst *instruction) {
        if (Value *value = instruction->getReturnValue()) callIfTrue(Retain, instruction, value, block, hook, instruction);
      });
    if (hook.action == "block-make" && hook.label.empty()) {
      hook.label = name.context;
      return call(Create, begin, block, hook);
    }
    if (hook.action == "block-make") insertIntoMaker(hook, name, function, block);
  }

  /// The constructor that has the base made says what the block holds; where what it holds cannot be made, the block goes.
  void insertIntoMaker(Hook hook, const SymbolName &name, Function &function, Argument *block) {
    std::vector<CallBase *> undone;
    bool makesBase = false;
    for (BasicBlock &part : function)
      for (Instruction &instruction : part) {
        auto *site = dyn_cast<CallBase>(&instruction);
        if (!site || !site->getCalledFunction()) continue;
        SymbolName callee(site->getCalledFunction()->getName());
        if (callee.context != hook.label) continue;
        if (StringRef(callee.simple).starts_with("~")) undone.push_back(site);
        else makesBase = makesBase || StringRef(callee.context).ends_with("::" + callee.simple);
      }
    if (!makesBase) return;
    for (CallBase *site : undone) call(Destroy, site, block, hook);
    hook.action = "refine";
    hook.label = name.argument;
    forEachReturn(function, [&](ReturnInst *instruction) { call(Create, instruction, block, hook); });
  }

  void insert(const Hook &hook, Function &function) {
    if (hook.action == "made") return insertIntoCreator(hook, function);
    if (hook.action == "unmade") return;
    if (hook.action == "keeps") show(("deed_keeping." + hook.family + "." + function.getName()).str());
    if (hook.action == "keeps" || hook.action == "carries") return showCounting(function, hook);
    if (hook.action == "begins") return insertAtBeginning(hook, function);
    if (hook.action == "discarded") return insertAtDiscards(hook, function);
    if (hook.action == "counts-up" || hook.action == "counts-down") return insertAtChanges(hook, function);
    Argument *argument = sourceArgument(function, hook.argument);
    if (!argument || !argument->getType()->isPointerTy()) return;
    if (hook.action == "ends") return insertAtEnds(hook, function, argument);
    Instruction *begin = &*function.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
    if (hook.action != "freed") showCounting(function, hook);
    if (hook.action == "retain") call(Retain, begin, argument, hook);
    if (hook.action == "retain-or-begin") retainOrBegin(hook, begin, argument);
    if (hook.action == "release") call(Release, begin, argument, hook);
    if (hook.action == "retain-pointee") callOnPointee(Retain, begin, argument, hook);
    if (hook.action == "release-pointee") callOnPointee(Release, begin, argument, hook);
    if (hook.action == "freed") {
      for (CallBase *site : callsOf(function, hook.label))
        if (site->arg_size() > 0 && comesFrom(site->getArgOperand(0), argument, 0))
          call(Destroy, site, site->getArgOperand(0), hook);
    }
  }

  /// What is retained before it is returned has to be known by then. It is known from where it is allocated if others are handed it;
  /// else where it is returned, since it may come to that.
  void insertIntoCreator(const Hook &hook, Function &function) {
    std::vector<CallBase *> undone;
    for (const Hook &other : plan.hooks)
      if (other.action == "unmade" && other.symbol == hook.symbol) append_range(undone, callsOf(function, other.label));
    CallBase *allocation = returnedCall(function);
    Instruction *after = allocation && isHandedOn(function, allocation, undone) ? following(allocation) : nullptr;
    if (after) {
      for (CallBase *site : undone)
        if (site->arg_size() > 0 && origins(site->getArgOperand(0)).count(allocation)) discard(site, hook);
      return call(Create, after, allocation, hook, allocation);
    }
    forEachReturn(function, [&](ReturnInst *instruction) {
      Value *value = instruction->getReturnValue();
      if (value && value->getType()->isPointerTy()) call(Create, instruction, value, hook);
    });
  }

  void insertAtDiscards(const Hook &hook, Function &function) {
    for (CallBase *site : callsOf(function, hook.label))
      if (site->arg_size() > 0 && any_of(origins(site->getArgOperand(0)), [&](CallBase *maker) { return isCallOf(maker, hook.callee); }))
        discard(site, hook);
  }

  /// An object whose one reference goes with it.
  void discard(CallBase *free, const Hook &hook) {
    call(Release, free, free->getArgOperand(0), hook);
    call(Destroy, free, free->getArgOperand(0), hook);
  }

  /// Memory that is cleared counts none: what is retained there begins with it.
  void retainOrBegin(Hook hook, Instruction *begin, Value *object) {
    IRBuilder<> entry(&begin->getFunction()->getEntryBlock().front());
    AllocaInst *isNew = entry.CreateAlloca(entry.getInt1Ty());
    IRBuilder<> builder(begin);
    builder.SetCurrentDebugLocation(place(begin));
    builder.CreateStore(builder.getFalse(), isNew);
    Value *isUnknown = builder.CreateICmpEQ(shared.symbolOf(hook.unless), ConstantPointerNull::get(pointer));
    Value *isObject = builder.CreateICmpNE(object, ConstantPointerNull::get(pointer));
    Instruction *look = SplitBlockAndInsertIfThen(builder.CreateAnd(isUnknown, isObject), begin, false);
    IRBuilder<> there(look);
    Type *number = there.getIntNTy(hook.countSize * 8);
    Value *place = there.CreateConstInBoundsGEP1_64(there.getInt8Ty(), object, hook.countOffset);
    Value *count = there.CreateAlignedLoad(number, place, Align(1));
    there.CreateStore(there.CreateICmpEQ(count, ConstantInt::get(number, 0)), isNew);
    IRBuilder<> after(begin);
    Instruction *begins, *retains;
    SplitBlockAndInsertIfThenElse(after.CreateLoad(after.getInt1Ty(), isNew), begin, &begins, &retains);
    hook.unless = "";
    call(Retain, retains, object, hook, begin);
    hook.action = "begins";
    call(Create, begins, object, hook, begin);
  }

  void insertAtBeginning(const Hook &hook, Function &function) {
    for (BasicBlock &block : function)
      for (Instruction &instruction : block) {
        DebugLoc location = instruction.getDebugLoc();
        if (!location || location.getLine() != hook.line || instruction.isTerminator()) continue;
        Value *count = hook.depth ? initialisedCount(instruction, hook.depth) : nullptr;
        Value *object = hook.depth == 0 ? storedObject(instruction) : count ? holder(count, hook.depth) : nullptr;
        if (!object) continue;
        for (Argument &argument : function.args())
          if (comesFrom(object, &argument, 0)) showCounting(function, hook);
        return call(Create, instruction.getNextNode(), object, hook, &instruction);
      }
  }

  void insertAtChanges(Hook hook, Function &function) {
    bool isUp = hook.action == "counts-up";
    auto found = hook.callee.empty() ? changes(function, hook.line, isUp, hook.argument)
                                     : calls(function, hook.line, hook.callee, hook.argument);
    int64_t offset = hook.callee.empty() ? -int64_t(hook.countOffset) : hook.offset;
    hook.offset = 0;
    for (auto [instruction, address] : found) {
      IRBuilder<> builder(instruction);
      Value *object = offset ? builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), address, offset) : address;
      if (isUp && !hook.unless.empty()) retainOrBegin(hook, instruction, object);
      else call(isUp ? Retain : Release, instruction, object, hook);
    }
  }

  void insertAtEnds(const Hook &hook, Function &function, Argument *object) {
    for (auto [instruction, change] : decrements(function, object, hook.depth)) {
      Instruction *after = instruction->getNextNode();
      IRBuilder<> builder(after);
      builder.SetCurrentDebugLocation(place(instruction));
      Value *last = ConstantInt::getSigned(change.number->getType(), int64_t(hook.lastCount) - (change.isBefore ? 0 : 1));
      Value *isLast = builder.CreateICmpEQ(change.number, last);
      call(Destroy, SplitBlockAndInsertIfThen(isLast, after, false), object, hook, instruction);
    }
  }

  /// Constructors and destructors, by what follows the class in their symbols: a base's (2) does the work, and a whole
  /// object's (1) only where it does not call that.
  void insertIntoMember(const Hook &hook, Function &function) {
    StringRef rest = function.getName().drop_front(hook.symbol.size());
    Argument *object = sourceArgument(function, 0);
    if (!object || !object->getType()->isPointerTy()) return;
    Instruction *begin = &*function.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
    if (hook.action == "construct" && (rest.starts_with("C2E") || rest.starts_with("C1E"))) {
      if (!delegates(function, hook.symbol, rest.starts_with("C2E") ? "" : "C1E", "C2E"))
        call(Create, begin, object, hook);
    }
    if (hook.action == "destruct" && (rest == "D2Ev" || rest == "D1Ev")) {
      if (rest == "D2Ev" || !delegates(function, hook.symbol, "", "D2E")) call(Destroy, begin, object, hook);
    }
    // A constructor that leaves its work to another of the class has its type told there.
    if (hook.action == "refine" && rest.starts_with("C1E") && !delegates(function, hook.symbol, "C1E", "C1E"))
      forEachReturn(function, [&](ReturnInst *instruction) { call(Create, instruction, object, hook); });
  }

  // MARK: What

  void callOnPointee(Event event, Instruction *before, Value *address, const Hook &hook, Instruction *told = nullptr) {
    IRBuilder<> builder(before);
    Value *isAddress = builder.CreateICmpNE(address, ConstantPointerNull::get(pointer));
    Instruction *there = SplitBlockAndInsertIfThen(isAddress, before, false);
    builder.SetInsertPoint(there);
    call(event, there, builder.CreateLoad(pointer, address), hook, told ? told : before);
  }

  /// `if (family is in force && (function = table[event])) function(object)`, as if written where `told` is.
  void call(Event event, Instruction *before, Value *object, const Hook &hook, Instruction *told = nullptr) {
    changed = true;
    IRBuilder<> builder(before);
    builder.SetCurrentDebugLocation(place(told ? told : before));
    if (Value *family = familyCondition(hook.family, builder)) before = splitIf(family, before, builder);
    if (!hook.unless.empty()) {
      Value *isAbsent = builder.CreateICmpEQ(shared.symbolOf(hook.unless), ConstantPointerNull::get(pointer));
      before = splitIf(isAbsent, before, builder);
    }
    Value *slot = builder.CreateConstInBoundsGEP2_32(shared.functions()->getValueType(), shared.functions(), 0, event);
    Value *function = builder.CreateLoad(pointer, slot);
    splitIf(builder.CreateICmpNE(function, ConstantPointerNull::get(pointer)), before, builder);
    if (hook.offset) object = builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), object, hook.offset);
    Type *nothing = builder.getVoidTy();
    if (event == Create) {
      // A name that begins with = says what an object that is known already really is.
      // One that begins with - says that the object ends with its last reference, whether that is told or not.
      std::string name = (hook.action == "refine" ? "=" : hook.action == "begins" ? "-" : "") + hook.label.str();
      Value *label = builder.CreateGlobalStringPtr(name, "deed.type", 0, &module);
      keepApart(builder.CreateCall(FunctionType::get(nothing, {pointer, pointer}, false), function, {object, label}));
    } else {
      keepApart(builder.CreateCall(FunctionType::get(nothing, {pointer}, false), function, {object}));
    }
  }

  /// Calls of several places that became one would have no line.
  void keepApart(CallInst *call) { call->addFnAttr(Attribute::NoMerge); }

  Instruction *splitIf(Value *condition, Instruction *before, IRBuilder<> &builder) {
    Instruction *then = SplitBlockAndInsertIfThen(condition, before, false);
    DebugLoc location = builder.getCurrentDebugLocation();
    builder.SetInsertPoint(then);
    builder.SetCurrentDebugLocation(location);
    return then;
  }

  /// The instruction's own place, else the first in its function, so that the stack names a line.
  DebugLoc place(Instruction *before) {
    if (before->getDebugLoc() && before->getDebugLoc().getLine()) return before->getDebugLoc();
    Function *function = before->getFunction();
    for (BasicBlock &block : *function)
      for (Instruction &instruction : block)
        if (instruction.getDebugLoc() && instruction.getDebugLoc().getLine()) return instruction.getDebugLoc();
    DISubprogram *program = function->getSubprogram();
    return program ? DebugLoc(DILocation::get(module.getContext(), program->getLine(), 0, program)) : DebugLoc();
  }

  /// Null where this unit itself shows that the family counts: it defines the family's symbol, and others ask for it.
  Value *familyCondition(StringRef family, IRBuilder<> &builder) {
    if (plan.families.lookup(family)) {
      show(family);
      return nullptr;
    }
    return builder.CreateICmpNE(shared.symbolOf(family), ConstantPointerNull::get(pointer));
  }

  /// Defines a symbol by which others see what this unit has.
  void show(StringRef symbol) {
    shared.show(symbol);
    changed = true;
  }

  /// Tells the reader of the program that a function counts for those who call it, where the family is in force.
  void showCounting(Function &function, const Hook &hook) {
    show(("deed_counting." + hook.family + "." + function.getName()).str());
  }
};

struct HookPass : PassInfoMixin<HookPass> {
  PreservedAnalyses run(Module &module, ModuleAnalysisManager &) {
    const char *path = std::getenv("DEED_HOOKS");
    if (!path) return PreservedAnalyses::all();
    auto text = MemoryBuffer::getFile(path);
    if (!text) {
      errs() << "deed: warning: " << path << ": the hooks cannot be read; compiled without them\n";
      return PreservedAnalyses::all();
    }
    Plan plan = read((*text)->getBuffer(), module.getSourceFileName());
    return Inserter(module, plan).run() ? PreservedAnalyses::none() : PreservedAnalyses::all();
  }
  static bool isRequired() { return true; }
};

}  // namespace

extern "C" __attribute__((visibility("default"))) PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "deed-hooks", "1", [](PassBuilder &builder) {
            builder.registerPipelineStartEPCallback(
                [](ModulePassManager &manager, OptimizationLevel) { manager.addPass(HookPass()); });
          }};
}
