// In C, since the compiler reads a file here in no time; the same bytes as a Swift array take it half a minute.
#include "CBuiltIn.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char gpos[] = {
#embed "../Disciplines/BuiltIn/gpos.yml"
};
static const unsigned char com[] = {
#embed "../Disciplines/BuiltIn/com.yml"
};
static const unsigned char cpython[] = {
#embed "../Disciplines/BuiltIn/cpython.yml"
};
static const unsigned char gobject[] = {
#embed "../Disciplines/BuiltIn/gobject.yml"
};
static const unsigned char handles[] = {
#embed "../Disciplines/BuiltIn/handles.yml"
};
static const unsigned char libc[] = {
#embed "../Disciplines/BuiltIn/malloc.yml"
};
static const unsigned char atomics[] = {
#embed "../Disciplines/BuiltIn/atomics.yml"
};
static const unsigned char pointers[] = {
#embed "../Disciplines/BuiltIn/pointers.yml"
};
static const unsigned char declared[] = {
#embed "../Disciplines/BuiltIn/declared.yml"
};

static const unsigned char style_aliases[] = {
#embed "../Disciplines/BuiltIn/aliases.yml"
};
static const unsigned char style_gsl[] = {
#embed "../Disciplines/BuiltIn/gsl.yml"
};
static const unsigned char style_macros[] = {
#embed "../Disciplines/BuiltIn/macros.yml"
};
static const unsigned char style_attributes[] = {
#embed "../Disciplines/BuiltIn/attributes.yml"
};
static const unsigned char style_c_attributes[] = {
#embed "../Disciplines/BuiltIn/c-attributes.yml"
};
static const unsigned char style_text_attributes[] = {
#embed "../Disciplines/BuiltIn/text-attributes.yml"
};
static const unsigned char style_swift[] = {
#embed "../Disciplines/BuiltIn/swift.yml"
};

static const struct deed_built_in_text list[] = {
    {"gpos", gpos, sizeof gpos},
    {"com", com, sizeof com},
    {"cpython", cpython, sizeof cpython},
    {"gobject", gobject, sizeof gobject},
    {"handles", handles, sizeof handles},
    {"malloc", libc, sizeof libc},
    {"atomics", atomics, sizeof atomics},
    {"pointers", pointers, sizeof pointers},
    {"declared", declared, sizeof declared},
    {"aliases", style_aliases, sizeof style_aliases},
    {"gsl", style_gsl, sizeof style_gsl},
    {"macros", style_macros, sizeof style_macros},
    {"attributes", style_attributes, sizeof style_attributes},
    {"c-attributes", style_c_attributes, sizeof style_c_attributes},
    {"text-attributes", style_text_attributes, sizeof style_text_attributes},
    {"swift", style_swift, sizeof style_swift},
    {0, 0, 0},
};

const struct deed_built_in_text *deed_built_in_disciplines(void) { return list; }

static const unsigned char ref[] = {
#embed "../Rewriting/Headers/deed/ref.hpp"
};

struct deed_built_in_text deed_built_in_ref_header(void) {
  return (struct deed_built_in_text){"deed/ref.hpp", ref, sizeof ref};
}
