// Addresses to functions and lines, through elfutils. Its interface is callbacks and out-parameters, which are said
// here once.
#ifndef DEED_SYMBOLS_H
#define DEED_SYMBOLS_H

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *__cxa_demangle(const char *name, char *buffer, size_t *length, int *status);

// A process's code by the text of its /proc/PID/maps; null where that cannot be read.
static inline Dwfl *deed_symbols_begin(const char *maps, size_t length) {
  static char *debuginfo_path = NULL;
  static const Dwfl_Callbacks callbacks = {
      .find_elf = dwfl_linux_proc_find_elf,
      .find_debuginfo = dwfl_standard_find_debuginfo,
      .debuginfo_path = &debuginfo_path,
  };
  if (length == 0) return NULL;
  FILE *file = fmemopen((void *)maps, length, "r");
  if (file == NULL) return NULL;
  Dwfl *session = dwfl_begin(&callbacks);
  int failed = session == NULL || dwfl_linux_proc_maps_report(session, file) != 0;
  fclose(file);
  if (session != NULL && (dwfl_report_end(session, NULL, NULL) != 0 || failed)) {
    dwfl_end(session);
    session = NULL;
  }
  return session;
}

static inline void deed_symbols_end(Dwfl *session) { dwfl_end(session); }

// The file that an address lies in; a session itself says so of all up to the next file, the kernel's own code too.
static inline Dwfl_Module *deed_symbols_at(Dwfl *session, unsigned long address) {
  Dwfl_Module *module = dwfl_addrmodule(session, address);
  Dwarf_Addr bias, start, end;
  if (module == NULL) return NULL;
  // Where its zeroed data ends is known once the file has been opened.
  dwfl_module_getelf(module, &bias);
  if (dwfl_module_info(module, NULL, &start, &end, NULL, NULL, NULL, NULL) == NULL) return NULL;
  return start <= address && address < end ? module : NULL;
}

struct deed_frame_text {
  const char *function;
  const char *file;
  int line;
  // Whether the function returns a pointer, where that is known.
  int gives_pointer;
};

static inline int deed_symbols_gives_pointer(Dwarf_Die *function) {
  Dwarf_Attribute attribute;
  Dwarf_Die type;
  if (dwarf_formref_die(dwarf_attr_integrate(function, DW_AT_type, &attribute), &type) == NULL) return 0;
  return dwarf_peel_type(&type, &type) == 0 && dwarf_tag(&type) == DW_TAG_pointer_type;
}

// A stretch of code or data, and what it is of: a compilation unit, or a symbol. Of two symbols at one place the one with the
// higher rank names it.
struct deed_span {
  unsigned long low;
  unsigned long high;
  unsigned long unit;
  const char *symbol;
  int rank;
};

typedef void (*deed_take_span)(void *context, struct deed_span span);

// The stretches of a file's compilation units. Not by dwfl_module_addrdie: it needs .debug_aranges, which Clang does not write.
static inline void deed_symbols_units(Dwfl_Module *module, deed_take_span take, void *context) {
  Dwarf_Addr bias = 0;
  Dwarf *dwarf = dwfl_module_getdwarf(module, &bias);
  Dwarf_CU *next = NULL;
  Dwarf_Die unit;
  uint8_t type;
  while (dwarf != NULL && dwarf_get_units(dwarf, next, &next, NULL, &type, &unit, NULL) == 0) {
    Dwarf_Addr base, low, high;
    ptrdiff_t at = 0;
    while ((at = dwarf_ranges(&unit, at, &base, &low, &high)) > 0) {
      struct deed_span span = {low + bias, high + bias, dwarf_dieoffset(&unit), NULL, 0};
      take(context, span);
    }
  }
}

// The symbols of a file. Asked for one address, elfutils would go through all of them.
static inline void deed_symbols_symbols(Dwfl_Module *module, deed_take_span take, void *context) {
  int count = dwfl_module_getsymtab(module);
  for (int index = 0; index < count; ++index) {
    GElf_Sym symbol;
    GElf_Addr address;
    GElf_Word section;
    const char *name = dwfl_module_getsym_info(module, index, &symbol, &address, &section, NULL, NULL);
    int type = GELF_ST_TYPE(symbol.st_info), binding = GELF_ST_BIND(symbol.st_info);
    if (name == NULL || name[0] == 0 || section == SHN_UNDEF) continue;
    if (type == STT_SECTION || type == STT_FILE || type == STT_TLS) continue;
    struct deed_span span = {address, address + symbol.st_size, 0, name, 0};
    span.rank = (symbol.st_size > 0 ? 4 : 0) + (binding == STB_GLOBAL ? 2 : binding == STB_WEAK ? 1 : 0);
    take(context, span);
  }
}

static inline void deed_symbols_functions_in(Dwarf_Die *scope, Dwarf_Addr bias, deed_take_span take, void *context) {
  Dwarf_Die child;
  if (dwarf_child(scope, &child) != 0) return;
  do {
    int tag = dwarf_tag(&child);
    if (tag == DW_TAG_namespace || tag == DW_TAG_module) deed_symbols_functions_in(&child, bias, take, context);
    if (tag != DW_TAG_subprogram) continue;
    Dwarf_Addr base, low, high;
    ptrdiff_t at = 0;
    while ((at = dwarf_ranges(&child, at, &base, &low, &high)) > 0) {
      struct deed_span span = {low + bias, high + bias, dwarf_dieoffset(&child), NULL, 0};
      take(context, span);
    }
  } while (dwarf_siblingof(&child, &child) == 0);
}

// The stretches of the functions of a compilation unit, those in namespaces too.
static inline void deed_symbols_functions(Dwfl_Module *module, unsigned long unit, deed_take_span take, void *context) {
  Dwarf_Addr bias = 0;
  Dwarf *dwarf = dwfl_module_getdwarf(module, &bias);
  Dwarf_Die die;
  if (dwarf != NULL && dwarf_offdie(dwarf, unit, &die) != NULL) deed_symbols_functions_in(&die, bias, take, context);
}

// The functions that are inlined in each other around an address, the outermost first, without the one that all stand in.
static inline int deed_symbols_inlined(Dwarf_Die *scope, Dwarf_Addr address, Dwarf_Die *found, int capacity) {
  Dwarf_Die child;
  if (capacity < 1 || dwarf_child(scope, &child) != 0) return 0;
  do {
    int tag = dwarf_tag(&child);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_lexical_block && tag != DW_TAG_try_block && tag != DW_TAG_catch_block)
      continue;
    if (dwarf_haspc(&child, address) <= 0) continue;
    int count = tag == DW_TAG_inlined_subroutine;
    if (count) found[0] = child;
    return count + deed_symbols_inlined(&child, address, found + count, capacity - count);
  } while (dwarf_siblingof(&child, &child) == 0);
  return 0;
}

// The innermost frames at an address of a file, inlined functions first; what is known of the address is given: the symbol, and
// the places of the unit and the function in the debug information, 0 for none. Strings belong to the session. Returns how many
// there are.
static inline int deed_symbols_find(
    Dwfl_Module *module, unsigned long address, const char *symbol, unsigned long unit_offset, unsigned long function_offset,
    struct deed_frame_text *frames, int capacity) {
  enum { most = 32 };
  const char *file = NULL;
  int line = 0;
  int count = 0;
  int gives_pointer = 0;
  Dwarf_Addr bias = 0;
  Dwarf *dwarf = dwfl_module_getdwarf(module, &bias);
  Dwarf_Die unit, function, scopes[most];
  if (capacity < 1) return 0;
  if (dwarf != NULL && unit_offset != 0 && dwarf_offdie(dwarf, unit_offset, &unit) != NULL) {
    Dwarf_Line *place = dwarf_getsrc_die(&unit, address - bias);
    if (place != NULL) {
      file = dwarf_linesrc(place, NULL, NULL);
      dwarf_lineno(place, &line);
    }
    int scope_count = 0;
    if (function_offset != 0 && dwarf_offdie(dwarf, function_offset, &function) != NULL) {
      gives_pointer = deed_symbols_gives_pointer(&function);
      scope_count = deed_symbols_inlined(&function, address - bias, scopes, most);
    }
    while (scope_count-- > 0 && count < capacity - 1) {
      Dwarf_Die *scope = &scopes[scope_count];
      Dwarf_Attribute attribute;
      Dwarf_Word number;
      Dwarf_Files *files;
      const char *linkage = dwarf_formstring(dwarf_attr_integrate(scope, DW_AT_linkage_name, &attribute));
      frames[count].function = linkage != NULL ? linkage : dwarf_diename(scope);
      frames[count].file = file;
      frames[count].line = line;
      frames[count].gives_pointer = deed_symbols_gives_pointer(scope);
      ++count;
      // Where the inlined function was called from is where the next frame stands.
      if (dwarf_formudata(dwarf_attr(scope, DW_AT_call_file, &attribute), &number) == 0 &&
          dwarf_getsrcfiles(&unit, &files, NULL) == 0)
        file = dwarf_filesrc(files, number, NULL, NULL);
      if (dwarf_formudata(dwarf_attr(scope, DW_AT_call_line, &attribute), &number) == 0) line = (int)number;
    }
  }
  frames[count].function = symbol;
  frames[count].file = file;
  frames[count].line = line;
  frames[count].gives_pointer = gives_pointer;
  return count + 1;
}

// The identity of the file that is there now; 0 where it has none.
static inline int deed_symbols_build(Dwfl_Module *module, const unsigned char **bytes) {
  GElf_Addr place;
  return dwfl_module_build_id(module, bytes, &place);
}

// What has to be taken from an address for the one that the file itself uses; where the file cannot be read, for the place in it.
static inline unsigned long deed_symbols_bias(Dwfl_Module *module) {
  GElf_Addr bias = 0, start = 0;
  if (dwfl_module_getelf(module, &bias) != NULL) return bias;
  dwfl_module_info(module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
  return start;
}

static inline int deed_symbols_is_readable(Dwfl_Module *module) {
  GElf_Addr bias;
  return dwfl_module_getelf(module, &bias) != NULL;
}

static inline const char *deed_symbols_file(Dwfl_Module *module) {
  return dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
}

static inline void deed_symbols_of_dynamic(Elf *elf, void (*take)(void *, const char *), void *context) {
  for (Elf_Scn *section = elf_nextscn(elf, NULL); section != NULL; section = elf_nextscn(elf, section)) {
    GElf_Shdr header;
    Elf_Data *data;
    if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_DYNSYM || header.sh_entsize == 0) continue;
    if ((data = elf_getdata(section, NULL)) == NULL) continue;
    for (size_t index = 0; index < header.sh_size / header.sh_entsize; ++index) {
      GElf_Sym symbol;
      if (gelf_getsym(data, (int)index, &symbol) == NULL || symbol.st_shndx == SHN_UNDEF) continue;
      if (GELF_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
      const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);
      if (name != NULL) take(context, name);
    }
  }
}

// Gives `take` what a shared library or an archive defines for others. Returns 0 where the file is neither.
static inline int deed_symbols_of_library(const char *path, void (*take)(void *, const char *), void *context) {
  elf_version(EV_CURRENT);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  Elf *elf = file < 0 ? NULL : elf_begin(file, ELF_C_READ_MMAP, NULL);
  int is_library = 0;
  if (elf != NULL && elf_kind(elf) == ELF_K_AR) {
    size_t count = 0;
    Elf_Arsym *symbols = elf_getarsym(elf, &count);
    is_library = symbols != NULL;
    for (size_t index = 0; index < count && symbols[index].as_name != NULL; ++index) take(context, symbols[index].as_name);
  } else if (elf != NULL && elf_kind(elf) == ELF_K_ELF) {
    is_library = 1;
    deed_symbols_of_dynamic(elf, take, context);
  }
  if (elf != NULL) elf_end(elf);
  if (file >= 0) close(file);
  return is_library;
}

#endif  // DEED_SYMBOLS_H
