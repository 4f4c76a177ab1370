// Texts that Deed brings along, in the program itself: it can be moved anywhere.
#ifndef DEED_BUILT_IN_H
#define DEED_BUILT_IN_H

struct deed_built_in_text {
  const char *name;
  const unsigned char *bytes;
  unsigned long size;
};

// The disciplines in order of precedence, ended by one without a name.
const struct deed_built_in_text *deed_built_in_disciplines(void);

// The parts of a recorded run's page, ended by one without a name: its frame, in which `@DATA@` stands where its data belong, and
// `@STYLE@` and `@SCRIPT@` where the other parts do.
const struct deed_built_in_text *deed_built_in_ledger_page(void);
// The header that Deed ships for who converts code to smart pointers.
struct deed_built_in_text deed_built_in_ref_header(void);

#endif  // DEED_BUILT_IN_H
