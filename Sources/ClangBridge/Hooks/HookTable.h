// What the hooks of one unit share: the recorder's functions, and symbols by which units know of each other.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

/// What happens to an object, in the order of the recorder's functions.
enum Event { Create, Retain, Release, Destroy, Acquire, GiveUp, EventCount };

class HookTable {
public:
  explicit HookTable(llvm::Module &module) : module(module), pointer(llvm::PointerType::get(module.getContext(), 0)) {}

  /// Defines a symbol by which other units see what this one has.
  void show(llvm::StringRef symbol) {
    if (module.getNamedGlobal(symbol)) return;
    llvm::Type *byte = llvm::Type::getInt8Ty(module.getContext());
    auto *variable = new llvm::GlobalVariable(
        module, byte, true, llvm::GlobalValue::LinkOnceODRLinkage, llvm::ConstantInt::get(byte, 1), symbol);
    variable->setComdat(module.getOrInsertComdat(symbol));
    llvm::appendToUsed(module, {variable});
  }

  /// Null where no unit defines it.
  llvm::GlobalVariable *symbolOf(llvm::StringRef symbol) {
    if (llvm::GlobalVariable *known = module.getNamedGlobal(symbol)) return known;
    return new llvm::GlobalVariable(
        module, llvm::Type::getInt8Ty(module.getContext()), true, llvm::GlobalValue::ExternalWeakLinkage, nullptr, symbol);
  }

  /// The recorder's functions, one table in each program and library, filled before other constructors run.
  ///
  /// Weak references to the recorder would do in a position-independent program alone: elsewhere the linker settles
  /// them as null for good.
  llvm::GlobalVariable *functions() {
    if (table) return table;
    llvm::LLVMContext &context = module.getContext();
    auto *type = llvm::ArrayType::get(pointer, EventCount);
    table = new llvm::GlobalVariable(
        module, type, false, llvm::GlobalValue::LinkOnceODRLinkage, llvm::ConstantAggregateZero::get(type), "deed_hook_table");
    table->setVisibility(llvm::GlobalValue::HiddenVisibility);
    table->setComdat(module.getOrInsertComdat("deed_hook_table"));
    llvm::Function *start = llvm::Function::Create(
        llvm::FunctionType::get(llvm::Type::getVoidTy(context), false), llvm::GlobalValue::LinkOnceODRLinkage, "deed_hook_start", module);
    start->setVisibility(llvm::GlobalValue::HiddenVisibility);
    start->setComdat(module.getOrInsertComdat("deed_hook_start"));
    start->addFnAttr(llvm::Attribute::NoUnwind);
    fill(*start);
    llvm::appendToGlobalCtors(module, start, 1, start);
    return table;
  }

private:
  llvm::Module &module;
  llvm::PointerType *pointer;
  llvm::GlobalVariable *table = nullptr;

  void fill(llvm::Function &start) {
    llvm::LLVMContext &context = module.getContext();
    llvm::Function *find = module.getFunction("dlsym");
    if (!find)
      find = llvm::Function::Create(
          llvm::FunctionType::get(pointer, {pointer, pointer}, false), llvm::GlobalValue::ExternalWeakLinkage, "dlsym", module);
    auto *entry = llvm::BasicBlock::Create(context, "", &start);
    auto *work = llvm::BasicBlock::Create(context, "", &start);
    auto *done = llvm::BasicBlock::Create(context, "", &start);
    llvm::IRBuilder<> builder(entry);
    builder.CreateCondBr(builder.CreateICmpNE(find, llvm::ConstantPointerNull::get(pointer)), work, done);
    builder.SetInsertPoint(work);
    const char *names[] = {"deed_create",  "deed_retain",         "deed_release",
                           "deed_destroy", "deed_python_acquire", "deed_python_give_up"};
    for (unsigned event = 0; event < EventCount; ++event) {
      llvm::Value *name = builder.CreateGlobalStringPtr(names[event], "deed.function", 0, &module);
      llvm::Value *function = builder.CreateCall(
          llvm::FunctionType::get(pointer, {pointer, pointer}, false), find, {llvm::ConstantPointerNull::get(pointer), name});
      builder.CreateStore(function, builder.CreateConstInBoundsGEP2_32(table->getValueType(), table, 0, event));
    }
    builder.CreateBr(done);
    builder.SetInsertPoint(done);
    builder.CreateRetVoid();
  }
};
