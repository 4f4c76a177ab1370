// A library that is unloaded again; what it made stays.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

static char object[16];

extern "C" void leaveOne(char *place) {
  deed_create(place, "Left");
  deed_create(object, "Own");
  deed_release(object);
  deed_destroy(object);
}
