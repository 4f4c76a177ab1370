#include "track.h"

#include <stddef.h>

/* A track that plays silence for as long as another one plays. */
track_t *mixer_silence(track_t *other) {
  sound_t *sound = sound_make(sound_frames(track_sound(other)));
  if (sound == NULL) return NULL;
  track_t *track = track_make(sound);
  if (track == NULL) return NULL; /* fault: the sound is leaked */
  sound_put(sound);
  return track;
}

int mixer_length(track_t *track) {
  sound_t *sound = track_sound(track);
  int frames = sound_frames(sound);
  sound_put(sound); /* fault: the track's reference is put, not one of this function's own */
  return frames;
}

int mixer_has(track_t *track, int frames) {
  sound_t *found = NULL;
  if (!track_find(track, frames, &found)) return 0;
  int length = sound_frames(found);
  sound_put(found);
  return length == frames;
}

void mixer_play(int frames) {
  sound_t *sound = sound_make(frames);
  if (sound == NULL) return;
  track_t *track = track_make(sound);
  if (track != NULL) track_destroy(track);
  sound_put(sound);
}
