#include "track.h"

#include <stdlib.h>

struct sound {
  int users;
  int frames;
};

struct track {
  sound_t *sound;
  track_t *next;
};

sound_t *sound_make(int frames) {
  sound_t *sound = malloc(sizeof *sound);
  if (sound == NULL) return NULL;
  sound->users = 1;
  sound->frames = frames;
  return sound;
}

sound_t *sound_share(sound_t *sound) {
  sound->users++;
  return sound;
}

void sound_put(sound_t *sound) {
  if (sound != NULL && --sound->users == 0) free(sound);
}

int sound_frames(const sound_t *sound) { return sound->frames; }

track_t *track_make(sound_t *sound) {
  track_t *track = malloc(sizeof *track);
  if (track == NULL) return NULL;
  track->sound = sound_share(sound);
  track->next = NULL;
  return track;
}

void track_destroy(track_t *track) {
  sound_put(track->sound);
  free(track);
}

sound_t *track_sound(track_t *track) { return track->sound; }

/* Takes over the sound, and tells whether it is longer than the one before. */
int track_swap(track_t *track, sound_t *sound) {
  int before = sound_frames(track->sound);
  if (sound == NULL) return -1;
  sound_put(track->sound);
  track->sound = sound;
  return sound_frames(sound) > before;
}

/* A reference of the caller's own, if there is such a sound. */
int track_find(track_t *track, int frames, sound_t **found) {
  for (track_t *each = track; each != NULL; each = each->next) {
    if (sound_frames(each->sound) == frames) {
      *found = sound_share(each->sound);
      return 1;
    }
  }
  return 0;
}
