import Claims
import Disciplines
import Facts
import Frontend
import Paths

@testable import Wrapping

/// The face of a header given as text; `code` is the library's own source, which includes it.
func face(
  _ header: String, code: String = "", isCPlusPlus: Bool = false, holdsHandles: Bool = false,
  walksPaths: Bool = false
) throws -> Face {
  let name = isCPlusPlus ? "/lib/box.hpp" : "/lib/box.h"
  let main = isCPlusPlus ? "/lib/box.cpp" : "/lib/box.c"
  var request = UnitRequest.source("#include \"\(name)\"\n" + code, named: main)
  request.overlays[name] = header
  request.collectsEnumerations = true
  let unit = try lowerUnit(request)
  #if DEBUG
    precondition(unit.errors.isEmpty, "\(unit.errors)")
  #endif
  var linker = Linker()
  linker.add(unit.facts)
  let facts = linker.finish()
  let surface = HeaderSurface(headers: [name], searchPaths: ["/lib"])
  let known = try Discovery.disciplines(in: facts)
  let habits = HabitualDisciplines.disciplines(
    for: surface, in: facts, besides: DisciplineResolver(known).resolve(facts))
  let index = DisciplineResolver(known + habits).resolve(facts)
  let source = FaceSource(
    facts: facts, index: index, claims: ClaimSolver.solve(facts: facts, index: index),
    effects: walksPaths ? PathAnalysis(facts: facts, disciplines: index).effects : [],
    enumerations: unit.enumerations, surface: surface, habitual: Set(habits.map(\.name)),
    memory: try BuiltIn.discipline(named: "malloc"), shownPath: { $0 })
  return Face(
    module: "Box", language: isCPlusPlus ? .cPlusPlus : .c, headers: [.init(name: "box.h", isAngled: true)],
    source: source, holdsHandles: holdsHandles)
}

extension Face {
  func outcome(_ name: String) -> String? {
    functions.first { $0.nativeName == name }.map { FunctionList.outcome(of: $0) }
  }

  var overlay: String { OverlayWriter(self).text() }

  var notes: String { APINotesWriter(self).text() }
}

/// A counted library in C with one of each kind.
let boxHeader = """
  typedef struct box box_t;
  struct item;
  enum box_color { BOX_COLOR_RED, BOX_COLOR_GREEN };
  typedef enum { BOX_FLAG_NONE = 0, BOX_FLAG_A = 1, BOX_FLAG_NO_B = 2 } box_flags_t;
  box_t *box_ref(box_t *b);
  void box_unref(box_t *b);
  struct item *item_get(struct item *i);
  int item_put(struct item *i);
  struct item *item_new(const char *name, int count);
  box_t *box_new(void);
  box_t *box_new_with_size(unsigned size);
  box_t *box_new_from_item(struct item *item);
  void box_set_size(box_t *b, unsigned size);
  unsigned box_get_size(const box_t *b);
  void box_take_item(box_t *b, struct item *item);
  void box_share_item(box_t *b, struct item *item);
  struct item *box_get_item(box_t *b);
  int box_find_item(box_t *b, struct item **item);
  int box_is_empty(box_t *b);
  const char *box_get_name(box_t *b);
  void box_set_name(box_t *b, const char *name);
  void box_log(box_t *b, const char *format, ...);
  """
let boxCode = """
  #include <stdlib.h>
  struct item { int n; };
  struct box { int n; unsigned size; struct item *item; const char *name; };
  box_t *box_ref(box_t *b) { b->n++; return b; }
  void box_unref(box_t *b) { if (--b->n == 0) { if (b->item) item_put(b->item); free(b); } }
  struct item *item_get(struct item *i) { i->n++; return i; }
  int item_put(struct item *i) { if (--i->n == 0) { free(i); return 1; } return 0; }
  struct item *item_new(const char *name, int count) { struct item *i = malloc(sizeof *i); if (!i) return 0; i->n = 1; return i; }
  box_t *box_new(void) { box_t *b = calloc(1, sizeof *b); if (!b) return 0; b->n = 1; return b; }
  box_t *box_new_with_size(unsigned size) { box_t *b = box_new(); if (b) b->size = size; return b; }
  box_t *box_new_from_item(struct item *item) { box_t *b = box_new(); if (b) b->item = item_get(item); return b; }
  void box_set_size(box_t *b, unsigned size) { b->size = size; }
  unsigned box_get_size(const box_t *b) { return b->size; }
  void box_take_item(box_t *b, struct item *item) { if (b->item) item_put(b->item); b->item = item; }
  void box_share_item(box_t *b, struct item *item) { item_get(item); if (b->item) item_put(b->item); b->item = item; }
  struct item *box_get_item(box_t *b) { return b->item; }
  int box_find_item(box_t *b, struct item **item) { *item = b->item; return b->item != 0; }
  int box_is_empty(box_t *b) { return b->size == 0; }
  const char *box_get_name(box_t *b) { return b->name; }
  void box_set_name(box_t *b, const char *name) { b->name = name; }
  """
